package sevenlayers.dns.answer;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;
import sevenlayers.dns.transport.Protocol;

/** What a reply says in EDNS, and what a query's EDNS allows it (RFC 6891). */
public final class OptRecord {
    private static final int SMALLEST_DATAGRAM = 512;
    private static final int LARGEST_MESSAGE = 0xffff;
    private static final int FIXED = 11;
    private static final int OPTION_HEAD = 4;
    private static final int DNSSEC_OK = 0x8000;
    private static final byte[] NONE = {};

    /** An option of the reply. */
    public record Option(int code, byte[] data) {}

    private OptRecord() {}

    /**
     * The most bytes of a reply. RFC 1035 §4.2.1: 512 in a datagram without EDNS; RFC 6891 §6.2.3: a smaller size counts as that.
     *
     * @param ours the largest datagram that we send
     */
    public static int limit(Query query, Protocol protocol, int ours) {
        if (protocol == Protocol.TCP) {
            return LARGEST_MESSAGE;
        }
        Query.@Nullable Edns edns = query.edns();
        return edns == null ? SMALLEST_DATAGRAM : Math.max(SMALLEST_DATAGRAM, Math.min(edns.size(), ours));
    }

    /**
     * The record; no bytes for a query without one (RFC 6891 §6.1.1). Of the query's flags DO is repeated (RFC 3225 §3), and of its options
     * nothing.
     */
    public static byte[] of(Query query, int ours, int rcode, List<Option> options) {
        Query.@Nullable Edns edns = query.edns();
        if (edns == null) {
            return NONE;
        }
        int length = options.stream()
                .mapToInt(option -> OPTION_HEAD + option.data().length)
                .sum();
        ByteBuffer out = ByteBuffer.allocate(FIXED + length);
        out.put((byte) 0).putShort((short) Type.OPT).putShort((short) ours);
        out.put((byte) (rcode >> 4)).put((byte) 0).putShort((short) (edns.dnssecOk() ? DNSSEC_OK : 0));
        out.putShort((short) length);
        for (Option option : options) {
            out.putShort((short) option.code())
                    .putShort((short) option.data().length)
                    .put(option.data());
        }
        return out.array();
    }
}
