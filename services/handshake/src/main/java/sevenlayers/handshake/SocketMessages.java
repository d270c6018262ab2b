package sevenlayers.handshake;

import java.util.List;
import java.util.Set;
import sevenlayers.handshake.socket.CallResult;
import sevenlayers.handshake.socket.Errno;
import sevenlayers.handshake.socket.MessageFlag;
import sevenlayers.handshake.socket.OptionValue;
import sevenlayers.handshake.socket.Place;
import sevenlayers.handshake.socket.PollEntry;
import sevenlayers.handshake.v1.SocketOption;
import sevenlayers.handshake.v1.SocketResult;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.ipv4.Ipv4Address;

/** What socket calls return, as messages. */
final class SocketMessages {
    private SocketMessages() {}

    static SocketResult result(long request, CallResult result) {
        SocketResult.Builder message =
                SocketResult.newBuilder().setOfRequest(request).setReturned(result.returned());
        switch (result) {
            case CallResult.Returned _ -> {}
            case CallResult.Failed(Errno errno, String because) ->
                message.setErrno(errno.name()).setErrnoNumber(errno.number()).setMeaning(because);
            case CallResult.Received(int _, Bytes data, Set<MessageFlag> flags) -> {
                message.setData(SegmentMessages.bytes(data));
                flags.forEach(flag -> message.addFlags(flag.name()));
            }
            case CallResult.Accepted(int _, Place peer) -> place(message, peer);
            case CallResult.Named(Place place) -> place(message, place);
            case CallResult.Polled(List<PollEntry> found) ->
                found.forEach(entry -> message.addPolled(sevenlayers.handshake.v1.PollEntry.newBuilder()
                        .setFd(entry.fd())
                        .addAllEvents(
                                entry.events().stream().sorted().map(Enum::name).toList())));
            case CallResult.Found(OptionValue value) -> message.setOption(option(value));
        }
        return message.build();
    }

    private static void place(SocketResult.Builder message, Place place) {
        message.setAddress(Ipv4Address.format(place.address())).setPort(place.port());
    }

    private static SocketOption.Builder option(OptionValue value) {
        SocketOption.Builder message = SocketOption.newBuilder();
        return switch (value) {
            case OptionValue.Number(long number) -> message.setNumber(number);
            case OptionValue.Linger(int seconds) -> message.setLingerSeconds(seconds);
            case OptionValue.Text(String text) -> message.setText(text);
            case OptionValue.Micros(long micros) -> message.setMicros(micros);
        };
    }
}
