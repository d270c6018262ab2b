package sevenlayers.dns.program;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** Root hints as everybody has them: the NS of the root, and addresses. */
final class HintsFile {
    private static final long TTL = 3_600_000;

    private HintsFile() {}

    static Map<Name, List<InetAddress>> read(Path file) throws ConfigurationException {
        List<Record> records = new ArrayList<>();
        try (Master master = new Master(Files.newInputStream(file), Name.root, TTL)) {
            master.disableIncludes(true);
            @Nullable Record record;
            while ((record = master.nextRecord()) != null) {
                records.add(record);
            }
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(file + " is not there");
        } catch (IOException e) {
            throw new ConfigurationException(file + ", with line and reason: " + e.getMessage());
        }
        Map<Name, List<InetAddress>> roots = new LinkedHashMap<>();
        for (Record record : records) {
            if (record instanceof NSRecord ns && ns.getName().equals(Name.root)) {
                roots.put(ns.getTarget(), addresses(ns.getTarget(), records));
            }
        }
        return roots;
    }

    private static List<InetAddress> addresses(Name server, List<Record> records) {
        List<InetAddress> addresses = new ArrayList<>();
        for (Record record : records) {
            if (record.getName().equals(server) && record instanceof ARecord a) {
                addresses.add(a.getAddress());
            } else if (record.getName().equals(server) && record instanceof AAAARecord aaaa) {
                addresses.add(aaaa.getAddress());
            }
        }
        return addresses;
    }
}
