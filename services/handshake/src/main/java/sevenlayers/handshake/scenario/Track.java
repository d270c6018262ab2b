package sevenlayers.handshake.scenario;

import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.application.Stream;
import sevenlayers.handshake.host.HostConnection;
import sevenlayers.handshake.memory.Allowance;

/** A connection as an onlooker knows it: both ends, both streams, and what became of it. */
public final class Track {
    /** One end. */
    static final class End {
        final String host;
        final int address;
        final int port;

        @Nullable
        HostConnection connection;

        int iss;
        boolean synSeen;
        long segments;
        long retransmissions;
        long timeouts;
        long losses;
        long delivered;
        long sampledAtNanos = Long.MIN_VALUE;
        final Stream outgoing;

        End(String host, int address, int port, Allowance allowance) {
            this.outgoing = new Stream(allowance);
            this.host = host;
            this.address = address;
            this.port = port;
        }
    }

    final String name;
    final End opener;
    final End other;
    long establishedAtNanos = -1;
    long endedAtNanos;
    String failure = "";
    /** Another has the same addresses and ports since. */
    boolean followed;

    Track(End opener, End other) {
        this.opener = opener;
        this.other = other;
        this.name = opener.host + ":" + opener.port + "-" + other.host + ":" + other.port;
    }

    End from(int address, int port) {
        return opener.address == address && opener.port == port ? opener : other;
    }

    End against(End end) {
        return end == opener ? other : opener;
    }
}
