package sevenlayers.bench.dns;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import sevenlayers.dns.cache.Cache;
import sevenlayers.dns.cache.Limits;
import sevenlayers.dns.cache.Rank;
import sevenlayers.dns.message.RecordSet;
import sevenlayers.dns.zone.MasterFile;
import sevenlayers.dns.zone.Zone;
import sevenlayers.dns.zone.ZoneException;

/** What zones and caches take. */
final class Memory {

    /** Of so many records: the bytes of each, and the seconds until all were there. */
    record Cost(int records, long bytesEach, double seconds) {}

    private Memory() {}

    static Cost zone(int records) throws ZoneException {
        long before = used();
        long began = System.nanoTime();
        Zone zone = MasterFile.read(new Text(records), "made up", Name.root, Integer.MAX_VALUE);
        double seconds = (System.nanoTime() - began) / 1e9;
        long bytes = used() - before;
        if (zone.size() < records) {
            throw new IllegalStateException(zone.toString());
        }
        return new Cost(records, bytes / records, seconds);
    }

    static Cost cache(int records) throws TextParseException {
        Cache cache = new Cache(InstantSource.system(), Limits.DEFAULT.withEntries(2 * records));
        long before = used();
        long began = System.nanoTime();
        for (int i = 0; i < records; i++) {
            Name name = Name.fromString("w" + i + ".example.", Name.root);
            byte[] address = {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i};
            try {
                cache.put(
                        RecordSet.of(new ARecord(name, DClass.IN, 300, InetAddress.getByAddress(address))),
                        Rank.AUTHORITATIVE);
            } catch (UnknownHostException e) {
                throw new IllegalStateException("an address has four bytes", e);
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        long bytes = used() - before;
        if (cache.size() != records) {
            throw new IllegalStateException("the cache has " + cache.size());
        }
        return new Cost(records, bytes / records, seconds);
    }

    @SuppressWarnings("CallingSystemGc") // what is left after it is what is used
    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** A master file that is made up while it is read. */
    private static final class Text extends InputStream {
        private final int records;
        private int next = -1;
        private byte[] line = {};
        private int at;

        Text(int records) {
            this.records = records;
        }

        @Override
        public int read() {
            if (at == line.length) {
                if (next == records) {
                    return -1;
                }
                line = Questions.line(next++).getBytes(StandardCharsets.US_ASCII);
                at = 0;
            }
            return line[at++];
        }
    }
}
