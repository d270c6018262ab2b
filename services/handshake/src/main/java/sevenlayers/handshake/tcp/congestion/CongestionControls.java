package sevenlayers.handshake.tcp.congestion;

import java.util.List;
import sevenlayers.handshake.tcp.congestion.bbr.Bbr;

/** The algorithms, by their names. */
public final class CongestionControls {
    public static final List<String> NAMES = List.of("tahoe", "reno", "newreno", "cubic", "bbr", "none");

    private CongestionControls() {}

    /**
     * @param initialWindow in bytes
     * @throws IllegalArgumentException where there is none of this name
     */
    public static CongestionControl named(String name, int initialWindow) {
        return switch (name) {
            case "tahoe", "reno", "newreno" -> new Reno(name, initialWindow);
            case "cubic" -> new Cubic(initialWindow);
            case "bbr" -> new Bbr(initialWindow);
            case "none" -> new FixedWindow();
            default ->
                throw new IllegalArgumentException(
                        "no congestion control is called \"" + name + "\"; there are " + String.join(", ", NAMES));
        };
    }

    /** RFC 6928 §2: min(10 * MSS, max(2 * MSS, 14,600)). */
    public static int initialWindow(int mss) {
        return Math.min(10 * mss, Math.max(2 * mss, 14_600));
    }
}
