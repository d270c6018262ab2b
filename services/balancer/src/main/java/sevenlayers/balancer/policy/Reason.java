package sevenlayers.balancer.policy;

/** Why a policy chose as it did. The sentence is made only if somebody reads it. */
@FunctionalInterface
public interface Reason {
    /** In a few words, as in {@code turn 4 of 3 backends}. */
    String text();
}
