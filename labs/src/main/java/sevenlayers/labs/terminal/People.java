package sevenlayers.labs.terminal;

import java.time.Duration;
import java.util.Locale;

/** Quantities as a person reads them; JSON has the exact numbers. */
public final class People {

    private static final long KIB = 1024;
    private static final long MIB = KIB * 1024;
    private static final long GIB = MIB * 1024;

    private People() {}

    /** As in {@code 180 µs}, {@code 12 ms}, {@code 3.4 s}, {@code 38 s}, {@code 4 min 05 s}, {@code 2 h 10 min}. */
    public static String duration(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos < 1_000_000) {
            return nanos / 1000 + " µs";
        }
        if (nanos < 999_500_000) {
            return Math.round(nanos / 1e6) + " ms";
        }
        double seconds = nanos / 1e9;
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        if (whole < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
        }
        return String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }

    /** As in {@code 900 B}, {@code 1.5 KiB}, {@code 512 MiB}, {@code 1.2 GiB}. */
    public static String bytes(long bytes) {
        if (bytes < KIB) {
            return bytes + " B";
        }
        if (bytes < MIB) {
            return scaled(bytes, KIB, "KiB");
        }
        return bytes < GIB ? scaled(bytes, MIB, "MiB") : scaled(bytes, GIB, "GiB");
    }

    /** As in {@code 1 pod}, {@code 3 pods}. */
    public static String count(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }

    private static String scaled(long bytes, long unit, String name) {
        double value = (double) bytes / unit;
        return String.format(Locale.ROOT, value < 9.95 ? "%.1f %s" : "%.0f %s", value, name);
    }
}
