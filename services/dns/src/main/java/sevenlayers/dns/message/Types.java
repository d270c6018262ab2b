package sevenlayers.dns.message;

import org.xbill.DNS.Type;

/** Which types are those of data. */
public final class Types {
    private Types() {}

    /** Whether no record of a zone or a cache has this type: 0, OPT, and what only questions have, 249 to 255 (RFC 6895 §3.1). */
    public static boolean isMeta(int type) {
        return type == 0 || type == Type.OPT || type >= Type.TKEY && type <= Type.ANY;
    }
}
