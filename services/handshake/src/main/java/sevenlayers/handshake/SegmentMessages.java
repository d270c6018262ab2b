package sevenlayers.handshake;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.host.HostConnection;
import sevenlayers.handshake.scenario.Event;
import sevenlayers.handshake.v1.IcmpError;
import sevenlayers.handshake.v1.IpFields;
import sevenlayers.handshake.v1.SackBlocks;
import sevenlayers.handshake.v1.Segment;
import sevenlayers.handshake.v1.Timestamps;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.icmp.IcmpMessage;
import sevenlayers.wire.ipv4.Ipv4Address;
import sevenlayers.wire.ipv4.Ipv4Packet;
import sevenlayers.wire.tcp.TcpFlags;
import sevenlayers.wire.tcp.TcpOption;
import sevenlayers.wire.tcp.TcpSegment;

/** Segments and what ICMP says of them, as messages. */
final class SegmentMessages {
    private static final String[] ECN = {"not-ect", "ect1", "ect0", "ce"};

    private SegmentMessages() {}

    static Segment segment(Event.Shown shown, boolean payload) {
        return segment(shown.segment(), payload)
                .setRelativeSequence(shown.relativeSequence())
                .setRelativeAcknowledgment(shown.relativeAcknowledgment())
                .build();
    }

    /** A segment as it left, with all that can be said of it; its numbers are counted from the SYNs where it has a connection. */
    static Segment onTheWire(Ipv4Packet packet, TcpSegment segment, @Nullable HostConnection connection) {
        Segment.Builder message = segment(segment, true)
                .setIp(IpFields.newBuilder()
                        .setEcn(ECN[packet.ecn()])
                        .setTimeToLive(packet.timeToLive())
                        .setSource(Ipv4Address.format(packet.source())));
        if (connection != null) {
            message.setRelativeSequence(
                    segment.sequenceNumber() - connection.tcp().iss());
            if (segment.has(TcpFlags.ACK)) {
                message.setRelativeAcknowledgment(
                        segment.acknowledgmentNumber() - connection.tcp().irs());
            }
        }
        return message.build();
    }

    private static Segment.Builder segment(TcpSegment segment, boolean payload) {
        Segment.Builder message = Segment.newBuilder()
                .setSourcePort(segment.sourcePort())
                .setDestinationPort(segment.destinationPort())
                .setSequence(segment.sequenceNumber())
                .setAcknowledgment(segment.acknowledgmentNumber())
                .setFlags(TcpFlags.text(segment.flags()))
                .setWindow(segment.window())
                .setUrgentPointer(segment.urgentPointer())
                .setPayloadLength(segment.payload().length());
        segment.options().inOrder().forEach(option -> message.addOptions(option(option)));
        if (payload) {
            message.setPayload(bytes(segment.payload()));
        }
        return message;
    }

    static ByteString bytes(Bytes bytes) {
        return UnsafeByteOperations.unsafeWrap(bytes.buffer());
    }

    private static sevenlayers.handshake.v1.TcpOption option(TcpOption option) {
        sevenlayers.handshake.v1.TcpOption.Builder message = sevenlayers.handshake.v1.TcpOption.newBuilder();
        switch (option) {
            case TcpOption.EndOfOptions() -> message.setEndOfOptions(true);
            case TcpOption.NoOperation() -> message.setNoOperation(true);
            case TcpOption.MaximumSegmentSize(int size) -> message.setMaximumSegmentSize(size);
            case TcpOption.WindowScale(int shift) -> message.setWindowScale(shift);
            case TcpOption.SackPermitted() -> message.setSackPermitted(true);
            case TcpOption.Sack(var blocks) -> {
                SackBlocks.Builder all = SackBlocks.newBuilder();
                blocks.forEach(block -> all.addBlocks(sevenlayers.handshake.v1.SackBlock.newBuilder()
                        .setLeft(block.left())
                        .setRight(block.right())));
                message.setSack(all);
            }
            case TcpOption.Timestamps(int value, int echoReply) ->
                message.setTimestamps(Timestamps.newBuilder().setValue(value).setEchoReply(echoReply));
            case TcpOption other -> {
                ByteBuffer out = ByteBuffer.allocate(other.length());
                other.emit(out);
                message.setRaw(UnsafeByteOperations.unsafeWrap(out.array()));
            }
        }
        return message.build();
    }

    /** What a host or router reports; what it quotes is said as far as it is a TCP header's beginning. */
    static IcmpError icmp(IcmpMessage message) {
        IcmpError.Builder error = IcmpError.newBuilder().setType(message.type()).setCode(message.code());
        if (message instanceof IcmpMessage.DestinationUnreachable(int _, int mtu, Bytes _)) {
            error.setNextHopMtu(mtu);
        }
        Bytes quoted = message.data();
        int header = quoted.isEmpty() ? 0 : (quoted.at(0) & 0xf) * 4;
        boolean tcp = header >= Ipv4Packet.MINIMUM_HEADER
                && quoted.length() >= header + 8
                && quoted.at(9) == TcpSegment.PROTOCOL;
        if (tcp) {
            ByteBuffer in = quoted.buffer();
            error.setQuoted(Segment.newBuilder()
                    .setSourcePort(in.getShort(header) & 0xffff)
                    .setDestinationPort(in.getShort(header + 2) & 0xffff)
                    .setSequence(in.getInt(header + 4)));
        }
        return error.build();
    }
}
