package sevenlayers.balancer.policy;

import java.util.List;

/** Why a policy chose as it did. The sentence is made only if somebody reads it; what it is made from must be small, and not a table. */
@FunctionalInterface
public interface Reason {
    /** In a few words, as in {@code turn 4 of 3 backends}. */
    String text();

    /** What the policy thought of each candidate that it looked at; empty where it compares nothing. */
    default List<Score> scores() {
        return List.of();
    }
}
