package sevenlayers.client.channel;

import io.grpc.LoadBalancer;
import io.grpc.Status;
import io.grpc.util.ForwardingLoadBalancer;
import io.grpc.util.ForwardingLoadBalancerHelper;

/** A load balancer of grpc-java's whose subchannels are watched. */
final class WatchedLoadBalancer extends ForwardingLoadBalancer {

    private final LoadBalancer policy;
    private final Helper helper;
    private final ChannelWatch watch;

    WatchedLoadBalancer(Factory policy, Helper helper, ChannelWatch watch) {
        this.policy = policy.newLoadBalancer(new WatchingHelper(helper, watch));
        this.helper = helper;
        this.watch = watch;
    }

    @Override
    protected LoadBalancer delegate() {
        return policy;
    }

    @Override
    public Status acceptResolvedAddresses(ResolvedAddresses resolved) {
        Status status = policy.acceptResolvedAddresses(resolved);
        helper.getSynchronizationContext().execute(watch::settled);
        return status;
    }

    private static final class WatchingHelper extends ForwardingLoadBalancerHelper {

        private final Helper helper;
        private final ChannelWatch watch;

        WatchingHelper(Helper helper, ChannelWatch watch) {
            this.helper = helper;
            this.watch = watch;
        }

        @Override
        protected Helper delegate() {
            return helper;
        }

        @Override
        public Subchannel createSubchannel(CreateSubchannelArgs args) {
            return new WatchedSubchannel(helper.createSubchannel(args), watch, helper.getSynchronizationContext());
        }
    }
}
