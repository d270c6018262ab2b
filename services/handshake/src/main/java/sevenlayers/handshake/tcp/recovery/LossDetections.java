package sevenlayers.handshake.tcp.recovery;

import java.util.List;

/** The ways to find losses, by their names. */
public final class LossDetections {
    public static final List<String> NAMES = List.of("go_back_n", "reno", "newreno", "sack", "rack");

    private LossDetections() {}

    /**
     * @param sack whether both ends understand selective acknowledgments; what needs them is {@code newreno} without
     * @throws IllegalArgumentException where there is none of this name
     */
    public static LossDetection named(String name, boolean sack) {
        return switch (name) {
            case "go_back_n" -> new GoBackN();
            case "reno" -> new DuplicateAcks(false);
            case "newreno" -> new DuplicateAcks(true);
            case "sack" -> sack ? new SackLoss() : new DuplicateAcks(true);
            case "rack" -> sack ? new Rack() : new DuplicateAcks(true);
            default ->
                throw new IllegalArgumentException(
                        "no loss recovery is called \"" + name + "\"; there are " + String.join(", ", NAMES));
        };
    }
}
