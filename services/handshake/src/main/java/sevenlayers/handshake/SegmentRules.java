package sevenlayers.handshake;

import java.util.ArrayList;
import java.util.List;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.handshake.play.Play;
import sevenlayers.handshake.v1.IcmpError;
import sevenlayers.handshake.v1.IpFields;
import sevenlayers.handshake.v1.Segment;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.icmp.IcmpMessage;
import sevenlayers.wire.ipv4.Ecn;
import sevenlayers.wire.ipv4.Ipv4Packet;
import sevenlayers.wire.tcp.SackBlock;
import sevenlayers.wire.tcp.TcpFlags;
import sevenlayers.wire.tcp.TcpOption;
import sevenlayers.wire.tcp.TcpOptions;
import sevenlayers.wire.tcp.TcpSegment;

/** Reads segments and ICMP errors that somebody sends to a host. */
final class SegmentRules {
    private static final int MOST_PAYLOAD = 65_535 - Ipv4Packet.MINIMUM_HEADER - TcpSegment.MINIMUM_HEADER;
    private static final int MOST_16_BITS = 0xffff;
    private static final int SOURCE_QUENCH = 4;
    private static final List<String> ECN = List.of("", "not-ect", "ect1", "ect0", "ce");

    private final Violations violations;

    SegmentRules(Violations violations) {
        this.violations = violations;
    }

    /** The packet that it travels in; ports that are not said are those of the latest connection. */
    Ipv4Packet packet(String field, Segment said, Play play, int yourAddress, int hostAddress) {
        int flags = TcpFlags.parse(said.getFlags());
        violations.check(
                flags >= 0,
                field + ".flags",
                Violations.quoted(said.getFlags()) + " has a letter that is no flag; allowed: S F R P . U E W A");
        int source = sixteenBits(field + ".source_port", said.getSourcePort());
        int destination = sixteenBits(field + ".destination_port", said.getDestinationPort());
        violations.check(
                destination != 0 || play.hostPort() != 0,
                field + ".destination_port",
                "nothing was said, and the host has no connection and no bound port; allowed: 1 to 65,535");
        int window = sixteenBits(field + ".window", said.getWindow());
        int urgent = sixteenBits(field + ".urgent_pointer", said.getUrgentPointer());
        Bytes payload = payload(field, said);
        TcpOptions options = options(field, said);
        int room = MOST_PAYLOAD - options.paddedLength();
        violations.check(
                payload.length() <= room,
                field + ".payload",
                payload.length() + " bytes do not fit into a packet beside the options; allowed: up to " + room);
        IpFields ip = said.getIp();
        violations.oneOf(field + ".ip.ecn", ip.getEcn(), ECN);
        if (ip.hasTimeToLive()) {
            violations.range(field + ".ip.time_to_live", ip.getTimeToLive() & 0xffffffffL, 1, 255);
        }
        int from = AddressRules.read(field + ".ip.source", ip.getSource(), yourAddress, violations);
        violations.throwIfAny();
        TcpSegment segment = new TcpSegment(
                source == 0 ? play.yourPort() : source,
                destination == 0 ? play.hostPort() : destination,
                said.getSequence(),
                said.getAcknowledgment(),
                flags,
                window,
                urgent,
                options,
                payload);
        Ipv4Packet packet = Ipv4Packet.of(from, hostAddress, ecn(ip.getEcn()), 0, segment);
        return ip.hasTimeToLive() ? packet.withTimeToLive(ip.getTimeToLive()) : packet;
    }

    private int sixteenBits(String field, int said) {
        violations.range(field, said & 0xffffffffL, 0, MOST_16_BITS);
        return said & MOST_16_BITS;
    }

    private static int ecn(String said) {
        return switch (said) {
            case "ect1" -> Ecn.ECT_1;
            case "ect0" -> Ecn.ECT_0;
            case "ce" -> Ecn.CE;
            default -> Ecn.NOT_ECT;
        };
    }

    private Bytes payload(String field, Segment said) {
        if (!said.getPayload().isEmpty()) {
            violations.check(
                    said.getPayloadLength() == 0
                            || said.getPayloadLength() == said.getPayload().size(),
                    field + ".payload_length",
                    "it is not the length of the payload; allowed: that length, or nothing");
            return Bytes.wrap(said.getPayload().toByteArray());
        }
        long length = said.getPayloadLength() & 0xffffffffL;
        violations.range(field + ".payload_length", length, 0, MOST_PAYLOAD);
        return Bytes.zeros((int) Math.clamp(length, 0, MOST_PAYLOAD));
    }

    private TcpOptions options(String field, Segment said) {
        List<TcpOption> options = new ArrayList<>();
        int length = 0;
        for (int i = 0; i < said.getOptionsCount(); i++) {
            TcpOption option = option(field + ".options[" + i + "]", said.getOptions(i));
            length += option.length();
            options.add(option);
        }
        violations.range(field + ".options", length, 0, TcpOptions.MAXIMUM_LENGTH);
        return length > TcpOptions.MAXIMUM_LENGTH ? TcpOptions.NONE : TcpOptions.of(options);
    }

    private TcpOption option(String field, sevenlayers.handshake.v1.TcpOption said) {
        return switch (said.getKindCase()) {
            case END_OF_OPTIONS -> new TcpOption.EndOfOptions();
            case NO_OPERATION -> new TcpOption.NoOperation();
            case MAXIMUM_SEGMENT_SIZE ->
                new TcpOption.MaximumSegmentSize(
                        sixteenBits(field + ".maximum_segment_size", said.getMaximumSegmentSize()));
            case WINDOW_SCALE -> {
                violations.range(field + ".window_scale", said.getWindowScale() & 0xffffffffL, 0, 255);
                yield new TcpOption.WindowScale(said.getWindowScale() & 0xff);
            }
            case SACK_PERMITTED -> new TcpOption.SackPermitted();
            case SACK -> {
                violations.range(field + ".sack.blocks", said.getSack().getBlocksCount(), 1, 4);
                yield new TcpOption.Sack(said.getSack().getBlocksList().stream()
                        .limit(4)
                        .map(block -> new SackBlock(block.getLeft(), block.getRight()))
                        .toList());
            }
            case TIMESTAMPS ->
                new TcpOption.Timestamps(
                        said.getTimestamps().getValue(), said.getTimestamps().getEchoReply());
            case RAW -> new TcpOption.Raw(Bytes.wrap(said.getRaw().toByteArray()));
            case KIND_NOT_SET -> {
                violations.check(
                        false,
                        field,
                        "no kind was said; allowed: end_of_options, no_operation, maximum_segment_size, window_scale,"
                                + " sack_permitted, sack, timestamps, raw");
                yield new TcpOption.NoOperation();
            }
        };
    }

    /** What it quotes is said, or it is the latest connection's oldest byte in flight. */
    IcmpMessage icmp(String field, IcmpError said, Play play) {
        int type = said.getType();
        violations.check(
                List.of(3, SOURCE_QUENCH, 11, 12).contains(type),
                field + ".type",
                type + " reports no error; allowed: 3 (unreachable), 4 (source quench), 11 (time exceeded),"
                        + " 12 (parameter problem)");
        violations.range(field + ".code", said.getCode() & 0xffffffffL, 0, 255);
        int mtu = sixteenBits(field + ".next_hop_mtu", said.getNextHopMtu());
        Bytes quoted = said.hasQuoted() && said.getQuoted().getSourcePort() != 0
                ? play.quoted(
                        sixteenBits(
                                field + ".quoted.source_port", said.getQuoted().getSourcePort()),
                        sixteenBits(
                                field + ".quoted.destination_port",
                                said.getQuoted().getDestinationPort()),
                        said.getQuoted().getSequence())
                : play.quoted();
        violations.check(
                !quoted.isEmpty(),
                field + ".quoted",
                "nothing was said, and the host has no connection to be quoted; allowed: a segment's ports and sequence");
        violations.throwIfAny();
        return switch (type) {
            case 3 -> new IcmpMessage.DestinationUnreachable(said.getCode(), mtu, quoted);
            case 11 -> new IcmpMessage.TimeExceeded(said.getCode(), quoted);
            case 12 -> new IcmpMessage.ParameterProblem(said.getCode(), 0, quoted);
            default -> new IcmpMessage.Other(type, said.getCode(), 0, quoted);
        };
    }
}
