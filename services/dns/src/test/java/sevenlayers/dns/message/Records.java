package sevenlayers.dns.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Records as a master file writes them. */
public final class Records {
    private Records() {}

    public static Name name(String text) {
        return Name.fromConstantString(text.endsWith(".") ? text : text + ".");
    }

    /** {@code "www.example. 300 A 192.0.2.1"} */
    public static Record record(String line) {
        String[] words = line.strip().split("\\s+", 4);
        try {
            return Record.fromString(
                    name(words[0]), Type.value(words[2]), DClass.IN, Long.parseLong(words[1]), words[3], Name.root);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    /** One record a line. */
    public static RecordSet set(String... lines) {
        return RecordSet.of(java.util.Arrays.stream(lines).map(Records::record).toList());
    }
}
