package sevenlayers.labs.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Proportional set size: a process's own memory, and its share of what it shares with others (proc(5), smaps_rollup). */
public final class Pss {

    /** The line of {@code /proc/PID/smaps_rollup} that says it, for grep. */
    public static final String LINE = "^Pss:";

    /** The kernel writes kB and means KiB. */
    private static final Pattern VALUE = Pattern.compile("^Pss: +(\\d+) kB$", Pattern.MULTILINE);

    private Pss() {}

    /** That of the process {@code pid} of this machine, in bytes; 0 where the system does not tell. */
    public static long of(long pid) {
        try {
            return bytes(Files.readString(Path.of("/proc", Long.toString(pid), "smaps_rollup")));
        } catch (IOException _) {
            return 0;
        }
    }

    /** What {@code text}, which has that line, says in bytes; 0 if it has not. */
    public static long bytes(String text) {
        Matcher pss = VALUE.matcher(text);
        return pss.find() ? Long.parseLong(pss.group(1)) * 1024 : 0;
    }
}
