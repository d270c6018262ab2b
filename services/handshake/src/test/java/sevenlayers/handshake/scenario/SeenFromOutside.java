package sevenlayers.handshake.scenario;

import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.MalformedPacketException;
import sevenlayers.wire.ipv4.Ipv4Packet;
import sevenlayers.wire.packet.Packets;
import sevenlayers.wire.tcp.SackBlock;
import sevenlayers.wire.tcp.SequenceNumbers;
import sevenlayers.wire.tcp.TcpFlags;
import sevenlayers.wire.tcp.TcpSegment;

/**
 * One end of a connection as someone sees it who has only its cable: knows nothing of the engine, and holds what leaves against what has
 * arrived before. Numbers count from the initial ones, so that they can be compared as they are.
 */
final class SeenFromOutside {
    private static final int LARGEST_SHIFT = 14;

    private final String name;
    private final List<String> story = new ArrayList<>();

    // what the host has sent
    private boolean synSent;
    private int iss;
    private int shift;
    private int mss = 536;
    private byte[] stream = new byte[1 << 20];
    private long sentUpTo;
    private long finAt = Long.MAX_VALUE;
    private long acknowledged;
    private long rightEdge;
    private boolean clockSeen;
    private int clock;
    private boolean reset;

    // what has arrived there
    private boolean synArrived;
    private int irs;
    private int otherShift;
    private boolean otherScales;
    private boolean scales;
    private long allowed = 1;
    private long arrivedUpTo;
    private int largestArrivedClock;

    SeenFromOutside(String name) {
        this.name = name;
    }

    void arrives(Ipv4Packet packet) {
        Ipv4Packet opened;
        try {
            opened = Packets.opened(packet);
        } catch (MalformedPacketException damaged) {
            return; // the host throws it away
        }
        if (!(opened.payload() instanceof TcpSegment segment)) {
            return;
        }
        story.add("<- " + told(segment));
        if (segment.has(TcpFlags.SYN) && !synArrived) {
            synArrived = true;
            irs = segment.sequenceNumber();
            otherScales = segment.options().windowScale() >= 0;
            otherShift = Math.min(LARGEST_SHIFT, Math.max(0, segment.options().windowScale()));
            mss = segment.options().maximumSegmentSize() < 0
                    ? 536
                    : segment.options().maximumSegmentSize();
        }
        arrivedUpTo = Math.max(arrivedUpTo, from(irs, segment.sequenceNumber()) + segment.sequenceLength());
        if (segment.has(TcpFlags.ACK)) {
            boolean scaled = scales && otherScales && !segment.has(TcpFlags.SYN);
            long window = (long) segment.window() << (scaled ? otherShift : 0);
            allowed = Math.max(allowed, from(iss, segment.acknowledgmentNumber()) + window);
        }
        if (segment.options().hasTimestamps()) {
            largestArrivedClock = SequenceNumbers.max(
                    largestArrivedClock == 0 ? segment.options().timestampValue() : largestArrivedClock,
                    segment.options().timestampValue());
        }
    }

    void leaves(Ipv4Packet packet) {
        if (!(packet.payload() instanceof TcpSegment segment)) {
            return;
        }
        story.add("-> " + told(segment));
        check(!reset || segment.has(TcpFlags.RST), "nothing follows a reset but another");
        if (segment.has(TcpFlags.SYN) && !synSent) {
            synSent = true;
            iss = segment.sequenceNumber();
            scales = segment.options().windowScale() >= 0;
            shift = Math.max(0, segment.options().windowScale());
        }
        if (segment.has(TcpFlags.RST)) {
            reset = true;
            return;
        }
        check(synSent, "a SYN is the first");
        check(segment.has(TcpFlags.ACK) || segment.has(TcpFlags.SYN), "only a SYN has no ACK");
        data(segment);
        if (segment.has(TcpFlags.ACK)) {
            acknowledgment(segment);
        }
        if (segment.options().hasTimestamps()) {
            int value = segment.options().timestampValue();
            check(!clockSeen || SequenceNumbers.lessOrEqual(clock, value), "its clock does not go back");
            clock = value;
            clockSeen = true;
            // RFC 7323 §4.3: an echo is of what has arrived.
            check(
                    !segment.has(TcpFlags.ACK)
                            || SequenceNumbers.lessOrEqual(segment.options().timestampEchoReply(), largestArrivedClock),
                    "it echoes no clock from the future");
        }
    }

    private void data(TcpSegment segment) {
        long start = from(iss, segment.sequenceNumber()) + (segment.has(TcpFlags.SYN) ? 1 : 0);
        long end = start + segment.payload().length();
        int options = segment.options().paddedLength();
        // RFC 6691 §2: the MSS counts no options.
        check(
                segment.payload().length() + options <= mss || segment.payload().isEmpty(),
                "a segment is no larger than the MSS");
        // RFC 9293 §3.8.6: nothing beyond the window but one byte that asks whether it is still closed.
        check(
                segment.payload().isEmpty() || end <= allowed || end == start + 1 && start <= allowed,
                "data ends at " + end + ", and the window at " + allowed);
        check(start <= Math.max(1, sentUpTo), "there is no gap in what is sent");
        check(segment.payload().isEmpty() || end <= finAt, "no data follows a FIN");
        Bytes payload = segment.payload();
        for (int i = 0; i < payload.length(); i++) {
            int at = (int) (start + i);
            byte now = (byte) payload.at(i);
            if (at < sentUpTo) {
                check(stream[at] == now, "byte " + at + " is the same each time it is sent");
            } else {
                stream[at] = now;
            }
        }
        sentUpTo = Math.max(sentUpTo, end);
        if (segment.has(TcpFlags.FIN)) {
            check(end <= allowed, "a FIN lies in the window, or at its edge");
            check(finAt == Long.MAX_VALUE || finAt == end, "a FIN has one place");
            check(finAt == end || end == sentUpTo, "a FIN comes after all data");
            finAt = end;
            sentUpTo = Math.max(sentUpTo, end + 1);
        }
    }

    private void acknowledgment(TcpSegment segment) {
        long acknowledgment = from(irs, segment.acknowledgmentNumber());
        check(acknowledgment >= acknowledged, "acknowledgments do not go back");
        check(acknowledgment <= arrivedUpTo, "what is acknowledged has arrived: " + arrivedUpTo);
        acknowledged = acknowledgment;
        boolean scaled = scales && otherScales && !segment.has(TcpFlags.SYN);
        long edge = acknowledgment + ((long) segment.window() << (scaled ? shift : 0));
        // RFC 9293 §3.8.6, SHLD-14: a window does not shrink; what scaling rounds off is no shrinking (RFC 7323 §2.4).
        check(edge + (1L << shift) > rightEdge, "the window's right edge goes back from " + rightEdge + " to " + edge);
        rightEdge = Math.max(rightEdge, edge);
        List<SackBlock> blocks = segment.options().sackBlocks();
        for (int i = 0; i < blocks.size(); i++) {
            long left = from(irs, blocks.get(i).left());
            long right = from(irs, blocks.get(i).right());
            check(left < right && right <= arrivedUpTo, "what is reported has arrived");
            // RFC 2883 §4: only the first may report a duplicate.
            check(i == 0 || left > acknowledgment, "what is reported lies beyond a gap");
        }
    }

    private static long from(int initial, int number) {
        return number - initial; // tests send far less than 2^31
    }

    private String told(TcpSegment segment) {
        return segment + " win " + segment.window() + " " + segment.options();
    }

    private void check(boolean right, String what) {
        if (!right) {
            List<String> last = story.subList(Math.max(0, story.size() - 30), story.size());
            fail(name + ": " + what + "\n" + String.join("\n", last));
        }
    }
}
