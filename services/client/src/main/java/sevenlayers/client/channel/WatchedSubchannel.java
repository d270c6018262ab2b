package sevenlayers.client.channel;

import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.LoadBalancer.SubchannelStateListener;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import io.grpc.util.ForwardingSubchannel;

/** A subchannel that tells its channel's watch of its states. All of it runs in the channel's synchronization context. */
final class WatchedSubchannel extends ForwardingSubchannel {

    private final Subchannel subchannel;
    private final ChannelWatch watch;
    private final SynchronizationContext context;

    WatchedSubchannel(Subchannel subchannel, ChannelWatch watch, SynchronizationContext context) {
        this.subchannel = subchannel;
        this.watch = watch;
        this.context = context;
    }

    @Override
    protected Subchannel delegate() {
        return subchannel;
    }

    @Override
    public void start(SubchannelStateListener listener) {
        subchannel.start(new SubchannelStateListener() {
            @Override
            public void onSubchannelState(ConnectivityStateInfo info) {
                report(info.getState(), info.getStatus());
                listener.onSubchannelState(info);
            }
        });
        report(ConnectivityState.IDLE, Status.OK);
    }

    @Override
    public void shutdown() {
        // grpc-java says SHUTDOWN only when the last call has left, seconds later; for new calls it is gone now.
        report(ConnectivityState.SHUTDOWN, Status.OK);
        subchannel.shutdown();
    }

    private void report(ConnectivityState state, Status why) {
        watch.subchannel(this, Addresses.texts(subchannel.getAllAddresses()), state, why);
        // The policy's new picker is queued behind this task by now or by
        // the listener's call after this; settle behind that.
        context.execute(() -> context.execute(watch::settled));
    }
}
