package sevenlayers.labs.tcp;

import java.util.ArrayList;
import java.util.List;
import sevenlayers.handshake.v1.SackBlock;
import sevenlayers.handshake.v1.Segment;
import sevenlayers.handshake.v1.TcpOption;

/** A segment in a few words, with numbers counted from each end's SYN. */
final class SegmentLabel {

    /** In the order in which people say them. */
    private static final String FLAGS = "SFRPUEWA.";

    private static final List<String> NAMES = List.of("SYN", "FIN", "RST", "PSH", "URG", "ECE", "CWR", "AE", "ACK");

    private SegmentLabel() {}

    /**
     * The words, the most important first: {@code SYN+ACK}, {@code seq 0}, {@code ack 1}, {@code win 65535}.
     *
     * @param scale by how many bits its window is shifted
     */
    static List<String> of(Segment segment, int scale) {
        List<String> words = new ArrayList<>();
        words.add(flags(segment));
        boolean acknowledges = segment.getFlags().contains(".");
        String ack = "ack " + unsigned(segment.getRelativeAcknowledgment());
        if (isPureAck(segment)) {
            words.set(0, "ACK " + unsigned(segment.getRelativeAcknowledgment()));
            sacked(segment, words);
        } else {
            words.add("seq " + unsigned(segment.getRelativeSequence()));
            if (segment.getPayloadLength() > 0) {
                words.add("len " + segment.getPayloadLength());
            }
            if (acknowledges) {
                words.add(ack);
            }
            sacked(segment, words);
        }
        if (!segment.getFlags().contains("R")) {
            words.add("win " + (((long) segment.getWindow()) << scale));
        }
        segment.getOptionsList().stream()
                .filter(TcpOption::hasMaximumSegmentSize)
                .forEach(option -> words.add("mss " + option.getMaximumSegmentSize()));
        return words;
    }

    /** {@code SYN+ACK}. */
    static String flags(Segment segment) {
        List<String> names = new ArrayList<>();
        for (int flag = 0; flag < FLAGS.length(); flag++) {
            if (segment.getFlags().indexOf(FLAGS.charAt(flag)) >= 0) {
                names.add(NAMES.get(flag));
            }
        }
        return names.isEmpty() ? "no flags" : String.join("+", names);
    }

    /** What it is called when it arrives: {@code SYN+ACK}, {@code data}, {@code ACK 401}. */
    static String named(Segment segment) {
        boolean steers = segment.getFlags().matches(".*[SFR].*");
        if (segment.getPayloadLength() > 0) {
            return steers ? "data with " + flags(segment) : "data";
        }
        return isPureAck(segment) ? "ACK " + unsigned(segment.getRelativeAcknowledgment()) : flags(segment);
    }

    private static boolean isPureAck(Segment segment) {
        return segment.getFlags().equals(".") && segment.getPayloadLength() == 0;
    }

    /** Blocks have numbers as they stand in the header; the two acknowledgments say where counting began. */
    private static void sacked(Segment segment, List<String> words) {
        int start = segment.getAcknowledgment() - segment.getRelativeAcknowledgment();
        for (TcpOption option : segment.getOptionsList()) {
            for (SackBlock block : option.getSack().getBlocksList()) {
                words.add("sack " + unsigned(block.getLeft() - start) + "-" + unsigned(block.getRight() - start));
            }
        }
    }

    private static String unsigned(int number) {
        return Integer.toUnsignedString(number);
    }
}
