package sevenlayers.handshake.play;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.host.HostConnection;
import sevenlayers.handshake.host.InitialSequenceNumbers;
import sevenlayers.handshake.memory.Allowance;
import sevenlayers.handshake.network.Packet;
import sevenlayers.handshake.socket.CallResult;
import sevenlayers.handshake.socket.MessageFlag;
import sevenlayers.handshake.socket.OptionValue;
import sevenlayers.handshake.socket.Place;
import sevenlayers.handshake.socket.SocketCall;
import sevenlayers.handshake.tcp.TcpSettings;
import sevenlayers.handshake.tcp.TcpState;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.icmp.IcmpMessage;
import sevenlayers.wire.ipv4.Ipv4Packet;
import sevenlayers.wire.tcp.TcpFlags;
import sevenlayers.wire.tcp.TcpOption;
import sevenlayers.wire.tcp.TcpOptions;
import sevenlayers.wire.tcp.TcpSegment;

/** A script: what is done, and a line for each thing that came of it. Numbers are relative to the host's first number, 1,000, and to 0. */
final class Stage {
    static final int HOST = 0xc0000201;
    static final int YOU = 0xc0000202;
    static final int PORT = 8_080;
    static final int ISS = 1_000;
    private static final long MILLISECOND = 1_000_000;

    private final List<String> lines = new ArrayList<>();
    private final List<TcpState> states = new ArrayList<>();
    private final Play play;
    private long calls;
    private CallResult last = CallResult.ZERO;

    Stage(TcpSettings tcp) {
        play = new Play(
                new PlaySettings(tcp, new InitialSequenceNumbers.Fixed(ISS), HOST, YOU, 1_500),
                Allowance.unlimited(),
                new PlaySink() {
                    @Override
                    public void sent(Packet packet, @Nullable HostConnection connection, Rule why) {
                        say(shown(packet));
                    }

                    @Override
                    public void completed(long call, CallResult result) {
                        last = result;
                        say("#" + call + " " + told(result));
                    }

                    @Override
                    public void stateChanged(int fd, TcpState from, TcpState to, Rule why) {
                        states.add(to);
                    }

                    @Override
                    public void discarded(Rule why) {
                        say("discarded " + why);
                    }

                    @Override
                    public void malformed(String because) {
                        say("malformed: " + because);
                    }
                });
    }

    List<TcpState> states() {
        return states;
    }

    Play play() {
        return play;
    }

    private void say(String what) {
        lines.add(at() + " " + what);
    }

    private String at() {
        return play.nowNanos() / MILLISECOND + " ms";
    }

    /** All that was said since it was last asked. */
    List<String> lines() {
        List<String> said = List.copyOf(lines);
        lines.clear();
        return said;
    }

    private static String shown(Packet packet) {
        return switch (packet.ip().payload()) {
            case TcpSegment segment -> shown(segment);
            case IcmpMessage message -> "icmp " + message.type() + "/" + message.code();
            default -> "packet";
        };
    }

    private static String shown(TcpSegment segment) {
        boolean fromHost = segment.sourcePort() == PORT || segment.destinationPort() >= 50_000;
        int start = fromHost ? ISS : 0;
        String text = TcpFlags.text(segment.flags()) + " " + (segment.sequenceNumber() - start) + ":"
                + (segment.sequenceNumber() - start + segment.payload().length());
        if (segment.has(TcpFlags.ACK)) {
            text += " ack " + segment.acknowledgmentNumber();
        }
        text += " win " + segment.window();
        if (segment.has(TcpFlags.URG)) {
            text += " urg " + segment.urgentPointer();
        }
        return text;
    }

    private static String told(CallResult result) {
        return switch (result) {
            case CallResult.Failed(var errno, var _) -> errno.toString();
            case CallResult.Received(int value, Bytes data, Set<MessageFlag> flags) ->
                value + " \"" + data.utf8() + "\"" + (flags.isEmpty() ? "" : " " + flags);
            case CallResult.Polled(var found) ->
                found.stream()
                        .map(entry -> entry.fd() + "=" + new java.util.TreeSet<>(entry.events()))
                        .toList()
                        .toString();
            case CallResult.Found(OptionValue.Number(long value)) -> "= " + value;
            case CallResult.Found(OptionValue value) -> value.toString();
            case CallResult.Named(Place place) -> Integer.toHexString(place.address()) + ":" + place.port();
            case CallResult.Accepted(int fd, Place _) -> "accepted " + fd;
            case CallResult.Returned(long value) -> Long.toString(value);
        };
    }

    // ---- calls

    CallResult call(SocketCall call) {
        play.call(++calls, call);
        return last;
    }

    int socket() {
        return (int) call(new SocketCall.Open(false)).returned();
    }

    int nonBlockingSocket() {
        return (int) call(new SocketCall.Open(true)).returned();
    }

    /** A socket that listens on {@link #PORT}. */
    int listener() {
        int fd = socket();
        call(new SocketCall.Bind(fd, new Place(0, PORT)));
        call(new SocketCall.Listen(fd, 1));
        return fd;
    }

    void send(int fd, String text, MessageFlag... flags) {
        call(new SocketCall.Send(fd, Bytes.utf8(text), setOf(flags)));
    }

    void send(int fd, int length) {
        call(new SocketCall.Send(fd, Bytes.zeros(length), Set.of()));
    }

    void receive(int fd, int size, MessageFlag... flags) {
        call(new SocketCall.Receive(fd, size, setOf(flags)));
    }

    private static Set<MessageFlag> setOf(MessageFlag... flags) {
        EnumSet<MessageFlag> set = EnumSet.noneOf(MessageFlag.class);
        set.addAll(List.of(flags));
        return set;
    }

    // ---- the wire

    void inject(String flags, int sequence, int length, int ack, int window, TcpOption... options) {
        inject(flags, sequence, Bytes.zeros(length), ack, window, 0, options);
    }

    void inject(String flags, int sequence, Bytes data, int ack, int window, int urgentPointer, TcpOption... options) {
        TcpSegment segment = new TcpSegment(
                play.yourPort(),
                play.hostPort(),
                sequence,
                ack + ISS,
                TcpFlags.parse(flags),
                window,
                urgentPointer,
                TcpOptions.of(options),
                data);
        play.packet(Ipv4Packet.of(YOU, HOST, 0, 0, segment));
    }

    void pass(long millis) {
        play.runUntil(play.nowNanos() + millis * MILLISECOND);
    }

    /** A connection that the program has accepted, handshake and all: its descriptor. */
    int accepted() {
        return accepted(listener());
    }

    int accepted(int listener) {
        inject("S", 0, 0, 0, 32_792, new TcpOption.MaximumSegmentSize(1_000));
        inject(".", 1, 0, 1, 32_792);
        int fd = (int) call(new SocketCall.Accept(listener, false)).returned();
        lines();
        return fd;
    }
}
