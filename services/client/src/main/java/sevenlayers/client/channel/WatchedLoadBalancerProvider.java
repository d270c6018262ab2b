package sevenlayers.client.channel;

import io.grpc.LoadBalancer;
import io.grpc.LoadBalancerProvider;
import io.grpc.LoadBalancerRegistry;
import java.util.Objects;

/**
 * Puts a watch around one of grpc-java's own policies.
 *
 * <p>grpc-java finds policies by name in one registry of the process, so this is registered there, under a name of its own that only
 * our channels ask for. What is different from channel to channel, the watch, comes with the channel.
 */
final class WatchedLoadBalancerProvider extends LoadBalancerProvider {

    private static final String PREFIX = "sevenlayers_watched_";

    private final Policy policy;

    WatchedLoadBalancerProvider(Policy policy) {
        this.policy = policy;
    }

    /** The name under which the watched form of a policy is registered. */
    static String nameOf(Policy policy) {
        return PREFIX + policy.grpcName();
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public int getPriority() {
        return 5;
    }

    @Override
    public String getPolicyName() {
        return nameOf(policy);
    }

    @Override
    public LoadBalancer newLoadBalancer(LoadBalancer.Helper helper) {
        ChannelWatch watch = Objects.requireNonNull(helper.getNameResolverArgs().getArg(ChannelWatch.KEY));
        LoadBalancerProvider real =
                Objects.requireNonNull(LoadBalancerRegistry.getDefaultRegistry().getProvider(policy.grpcName()));
        return new WatchedLoadBalancer(real, helper, watch);
    }
}
