package sevenlayers.client.channel;

import io.grpc.Channel;
import io.grpc.ManagedChannel;

/**
 * One open channel.
 *
 * @param managed the channel itself, for its life
 * @param calls   where calls are made: the channel with this client's interceptors before it
 * @param watch   what happens in it
 */
public record LabChannel(ManagedChannel managed, Channel calls, ChannelWatch watch) {

    /** Begins to connect, if it has not. */
    public void connect() {
        managed.getState(true);
    }
}
