package sevenlayers.handshake.capture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import sevenlayers.wire.Tshark;

/**
 * A packet as Wireshark sees it.
 *
 * @param marks what its analysis says: {@code fast_retransmission}, {@code zero_window}, ... and {@code broken}
 */
record Frame(String source, double seconds, String sequence, String length, String comment, Set<String> marks) {
    static final String BROKEN = "broken";

    private static final List<String> ANALYSIS = List.of(
            "retransmission",
            "fast_retransmission",
            "spurious_retransmission",
            "out_of_order",
            "lost_segment",
            "ack_lost_segment",
            "duplicate_ack",
            "zero_window",
            "zero_window_probe",
            "zero_window_probe_ack",
            "window_update",
            "window_full",
            "keep_alive",
            "keep_alive_ack");
    private static final List<String> ALWAYS = List.of(
            "ip.src",
            "frame.time_relative",
            "tcp.seq_raw",
            "tcp.len",
            "frame.comment",
            "icmp.type",
            "_ws.malformed",
            "ip.checksum.status",
            "icmp.checksum.status",
            "tcp.checksum.status");

    /** All of a capture, by one start of Wireshark. */
    static List<Frame> all(Path capture) {
        List<String> fields = new ArrayList<>(ALWAYS);
        ANALYSIS.forEach(name -> fields.add("tcp.analysis." + name));
        List<Frame> frames = new ArrayList<>();
        for (String line : new Tshark(capture).fields("", fields.toArray(String[]::new))) {
            String[] values = line.split("\t", -1);
            Set<String> marks = new LinkedHashSet<>();
            for (int i = 0; i < ANALYSIS.size(); i++) {
                if (!values[ALWAYS.size() + i].isEmpty()) {
                    marks.add(ANALYSIS.get(i));
                }
            }
            // A status of 0 is bad. What an ICMP error quotes is cut short: its checksum covers more than is there.
            boolean quotes = !values[5].isEmpty();
            String statuses = values[7] + "," + values[8] + (quotes ? "" : "," + values[9]);
            if (!values[6].isEmpty() || List.of(statuses.split(",")).contains("0")) {
                marks.add(BROKEN);
            }
            frames.add(new Frame(values[0], Double.parseDouble(values[1]), values[2], values[3], values[4], marks));
        }
        return frames;
    }

    static List<Frame> marked(List<Frame> frames, String mark) {
        return frames.stream().filter(frame -> frame.marks.contains(mark)).toList();
    }

    /** Neither a segment that opens a window further nor one that fills it is anything to worry about. */
    boolean isRemarkable() {
        return marks.stream().anyMatch(mark -> !mark.equals("window_update") && !mark.equals("window_full"));
    }
}
