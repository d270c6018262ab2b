package sevenlayers.handshake;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.handshake.socket.MessageFlag;
import sevenlayers.handshake.socket.OptionValue;
import sevenlayers.handshake.socket.Place;
import sevenlayers.handshake.socket.PollEntry;
import sevenlayers.handshake.socket.PollEvent;
import sevenlayers.handshake.socket.SocketCall;
import sevenlayers.handshake.v1.Send;
import sevenlayers.handshake.v1.SocketOption;
import sevenlayers.wire.Bytes;

/** Reads socket calls. What a call may not do is its errno's to say; here is what is no call at all. */
final class SocketRules {
    /** Of one call. */
    static final int MOST_BYTES = 1 << 20;

    private static final int MOST_ENTRIES = 1_024;
    private static final int MOST_TIMEOUT_MILLIS = 86_400_000;
    private static final Bytes ZEROS = Bytes.zeros(MOST_BYTES);
    private static final Set<MessageFlag> FOR_SEND = EnumSet.of(
            MessageFlag.MSG_OOB,
            MessageFlag.MSG_MORE,
            MessageFlag.MSG_DONTWAIT,
            MessageFlag.MSG_NOSIGNAL,
            MessageFlag.MSG_EOR);
    private static final Set<MessageFlag> FOR_RECEIVE = EnumSet.of(
            MessageFlag.MSG_OOB,
            MessageFlag.MSG_PEEK,
            MessageFlag.MSG_WAITALL,
            MessageFlag.MSG_DONTWAIT,
            MessageFlag.MSG_TRUNC);
    private static final Map<String, SocketCall.Level> LEVELS = Map.of(
            "SOL_SOCKET", SocketCall.Level.SOL_SOCKET,
            "IPPROTO_IP", SocketCall.Level.IPPROTO_IP,
            "SOL_IP", SocketCall.Level.IPPROTO_IP,
            "IPPROTO_TCP", SocketCall.Level.IPPROTO_TCP,
            "SOL_TCP", SocketCall.Level.IPPROTO_TCP);

    private final Violations violations;
    private final SegmentRules segments;
    private final int yourAddress;

    SocketRules(Violations violations, int yourAddress) {
        this.violations = violations;
        this.yourAddress = yourAddress;
        segments = new SegmentRules(violations);
    }

    SocketCall read(String field, sevenlayers.handshake.v1.SocketCall said) {
        return switch (said.getCallCase()) {
            case SOCKET -> new SocketCall.Open(said.getSocket().getNonBlocking());
            case BIND -> new SocketCall.Bind(said.getBind().getFd(), place(field + ".bind", said.getBind(), 0));
            case LISTEN ->
                new SocketCall.Listen(said.getListen().getFd(), said.getListen().getBacklog());
            case ACCEPT ->
                new SocketCall.Accept(said.getAccept().getFd(), said.getAccept().getNonBlocking());
            case CONNECT ->
                new SocketCall.Connect(
                        said.getConnect().getFd(), place(field + ".connect", said.getConnect(), yourAddress));
            case SEND -> send(field + ".send", said.getSend());
            case RECEIVE -> receive(field + ".receive", said.getReceive());
            case POLL -> poll(field + ".poll", said.getPoll());
            case SHUTDOWN -> {
                violations.oneOf(field + ".shutdown.how", said.getShutdown().getHow(), names(SocketCall.How.values()));
                yield new SocketCall.Shutdown(
                        said.getShutdown().getFd(),
                        named(SocketCall.How.values(), said.getShutdown().getHow()));
            }
            case CLOSE -> new SocketCall.Close(said.getClose());
            case SET_OPTION -> setOption(field + ".set_option", said.getSetOption());
            case GET_OPTION ->
                new SocketCall.GetOption(
                        said.getGetOption().getFd(),
                        level(field + ".get_option", said.getGetOption()),
                        said.getGetOption().getName());
            case NON_BLOCKING ->
                new SocketCall.NonBlocking(
                        said.getNonBlocking().getFd(), said.getNonBlocking().getOn());
            case IOCTL -> {
                violations.oneOf(
                        field + ".ioctl.request", said.getIoctl().getRequest(), names(SocketCall.Request.values()));
                yield new SocketCall.Ioctl(
                        said.getIoctl().getFd(),
                        named(SocketCall.Request.values(), said.getIoctl().getRequest()));
            }
            case LOCAL_NAME -> new SocketCall.LocalName(said.getLocalName());
            case PEER_NAME -> new SocketCall.PeerName(said.getPeerName());
            case CALL_NOT_SET -> {
                violations.check(
                        false,
                        field,
                        "no call was said; allowed: "
                                + String.join(
                                        ", ",
                                        Stream.of(sevenlayers.handshake.v1.SocketCall.CallCase.values())
                                                .filter(one -> one.getNumber() > 0)
                                                .map(one -> one.name().toLowerCase(Locale.ROOT))
                                                .toList()));
                yield new SocketCall.Close(-1);
            }
        };
    }

    private Place place(String field, sevenlayers.handshake.v1.Place said, int otherwise) {
        violations.range(field + ".port", said.getPort() & 0xffffffffL, 0, 0xffff);
        return new Place(
                AddressRules.read(field + ".address", said.getAddress(), otherwise, violations),
                said.getPort() & 0xffff);
    }

    private SocketCall send(String field, Send said) {
        Bytes data;
        if (said.getDataCount() > 0) {
            ByteString whole = ByteString.copyFrom(said.getDataList());
            violations.range(field + ".data", whole.size(), 0, MOST_BYTES);
            data = Bytes.wrap(whole.toByteArray());
        } else {
            violations.range(field + ".length", said.getLength(), 0, MOST_BYTES);
            data = ZEROS.slice(0, Math.clamp(said.getLength(), 0, MOST_BYTES));
        }
        return new SocketCall.Send(said.getFd(), data, flags(field, said.getFlagsList(), FOR_SEND));
    }

    private SocketCall receive(String field, sevenlayers.handshake.v1.Receive said) {
        long size = 0;
        for (int i = 0; i < said.getSizesCount(); i++) {
            violations.range(field + ".sizes[" + i + "]", said.getSizes(i), 0, MOST_BYTES);
            size += said.getSizes(i);
        }
        violations.range(field + ".sizes", size, 0, MOST_BYTES);
        return new SocketCall.Receive(
                said.getFd(), (int) Math.clamp(size, 0, MOST_BYTES), flags(field, said.getFlagsList(), FOR_RECEIVE));
    }

    private SocketCall poll(String field, sevenlayers.handshake.v1.Poll said) {
        violations.range(field + ".entries", said.getEntriesCount(), 0, MOST_ENTRIES);
        violations.range(field + ".timeout_millis", said.getTimeoutMillis(), -1, MOST_TIMEOUT_MILLIS);
        List<PollEntry> entries = new ArrayList<>();
        for (int i = 0; i < Math.min(said.getEntriesCount(), MOST_ENTRIES); i++) {
            String each = field + ".entries[" + i + "].events";
            EnumSet<PollEvent> events = EnumSet.noneOf(PollEvent.class);
            for (String event : said.getEntries(i).getEventsList()) {
                violations.oneOf(each, event, names(PollEvent.values()));
                events.add(named(PollEvent.values(), event));
            }
            entries.add(new PollEntry(said.getEntries(i).getFd(), events));
        }
        return new SocketCall.Poll(entries, said.getTimeoutMillis());
    }

    private SocketCall setOption(String field, SocketOption said) {
        OptionValue value = switch (said.getValueCase()) {
            case NUMBER -> new OptionValue.Number(said.getNumber());
            case LINGER_SECONDS -> new OptionValue.Linger(said.getLingerSeconds());
            case TEXT -> new OptionValue.Text(said.getText());
            case MICROS -> new OptionValue.Micros(said.getMicros());
            case VALUE_NOT_SET -> {
                violations.check(false, field, "no value was said; allowed: number, linger_seconds, text, micros");
                yield new OptionValue.Number(0);
            }
        };
        return new SocketCall.SetOption(said.getFd(), level(field, said), said.getName(), value);
    }

    private SocketCall.Level level(String field, SocketOption said) {
        violations.oneOf(
                field + ".level",
                said.getLevel(),
                LEVELS.keySet().stream().sorted().toList());
        return LEVELS.getOrDefault(said.getLevel(), SocketCall.Level.SOL_SOCKET);
    }

    private Set<MessageFlag> flags(String field, List<String> said, Set<MessageFlag> allowed) {
        EnumSet<MessageFlag> flags = EnumSet.noneOf(MessageFlag.class);
        for (String flag : said) {
            violations.oneOf(
                    field + ".flags", flag, allowed.stream().map(Enum::name).toList());
            flags.add(named(MessageFlag.values(), flag));
        }
        return flags;
    }

    private static List<String> names(Enum<?>[] values) {
        return Stream.of(values).map(Enum::name).toList();
    }

    /** The one of this name; the first where there is none, which has been said. */
    private static <E extends Enum<E>> E named(E[] values, String name) {
        for (E value : values) {
            if (value.name().equals(name)) {
                return value;
            }
        }
        return values[0];
    }
}
