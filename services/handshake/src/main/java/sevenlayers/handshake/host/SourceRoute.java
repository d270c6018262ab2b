package sevenlayers.handshake.host;

import sevenlayers.wire.Bytes;

/** The source route of a header (RFC 791 §3.1, types 131 and 137), and the way back that it tells (RFC 1122 §3.2.1.8). */
final class SourceRoute {
    private static final int END = 0;
    private static final int NO_OPERATION = 1;
    private static final int LOOSE = 131;
    private static final int STRICT = 137;
    private static final int HEAD = 3;
    private static final int FIRST = 4;

    private SourceRoute() {}

    /** The options of a packet that goes back the way on which these came; empty where they hold no route that was followed to its end. */
    static Bytes back(Bytes options) {
        int at = 0;
        while (at < options.length() && options.at(at) != END) {
            if (options.at(at) == NO_OPERATION) {
                at++;
                continue;
            }
            int length = at + 1 < options.length() ? options.at(at + 1) : 0;
            if (length < 2 || at + length > options.length()) {
                return Bytes.EMPTY; // RFC 9293 §3.9.2.1: what is not understood is passed over
            }
            boolean route = options.at(at) == LOOSE || options.at(at) == STRICT;
            if (route && length >= HEAD && (length - HEAD) % 4 == 0 && options.at(at + 2) > length) {
                return reversed(options.slice(at, length));
            }
            at += length;
        }
        return Bytes.EMPTY;
    }

    private static Bytes reversed(Bytes route) {
        byte[] back = new byte[route.length() + 3 & ~3];
        back[0] = (byte) route.at(0);
        back[1] = (byte) route.length();
        back[2] = FIRST;
        for (int from = route.length() - 4, to = HEAD; from >= HEAD; from -= 4, to += 4) {
            route.copyTo(from, back, to, 4);
        }
        return Bytes.wrap(back);
    }
}
