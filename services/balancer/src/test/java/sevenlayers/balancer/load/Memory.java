package sevenlayers.balancer.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process has of the machine's memory.
 *
 * @param heapBytes of live objects
 * @param pssBytes its own, and its share of what it shares with others; 0 where the system does not tell
 */
record Memory(long heapBytes, long pssBytes) {
    private static final Pattern PSS = Pattern.compile("^Pss: +(\\d+) kB$", Pattern.MULTILINE);

    /** That of this process, after the collector has been. */
    static Memory here() {
        System.gc();
        return new Memory(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), pss());
    }

    private static long pss() {
        try {
            Matcher line = PSS.matcher(Files.readString(Path.of("/proc/self/smaps_rollup")));
            return line.find() ? Long.parseLong(line.group(1)) * 1024 : 0;
        } catch (IOException _) {
            return 0;
        }
    }

    String text() {
        return heapBytes + " " + pssBytes;
    }

    static Memory parse(String text) {
        String[] numbers = text.split(" ");
        return new Memory(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    }
}
