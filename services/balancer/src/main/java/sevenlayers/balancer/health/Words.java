package sevenlayers.balancer.health;

import java.time.Duration;

/** How causes say things. */
final class Words {
    private Words() {}

    /** {@code 30 s}, or {@code 1500 ms}. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }

    /** {@code 1 probe}, {@code 2 probes}. */
    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
