package sevenlayers.balancer.l4;

import java.nio.ByteBuffer;
import java.util.Optional;
import sevenlayers.balancer.proxyprotocol.ProxyHeader;
import sevenlayers.balancer.proxyprotocol.Version1;
import sevenlayers.balancer.proxyprotocol.Version2;

/**
 * Where PROXY headers are read and written.
 *
 * @param required each client's connection begins with one; spec §2: a receiver must not guess, so it is this or never
 * @param out whether each connection to a backend begins with one
 */
public record ProxyProtocol(boolean required, Out out) {
    /** Neither read nor written. */
    public static final ProxyProtocol OFF = new ProxyProtocol(false, Out.OFF);

    /** What is written to a backend. */
    public enum Out {
        /** Nothing. */
        OFF,
        /** The line of text. */
        V1,
        /** The binary header. */
        V2
    }

    /** The header as bytes; empty if none is to be written. */
    Optional<ByteBuffer> emit(ProxyHeader header) {
        ByteBuffer bytes = ByteBuffer.allocate(Version1.LONGEST);
        switch (out) {
            case OFF -> {
                return Optional.empty();
            }
            case V1 -> Version1.emit(header, bytes);
            case V2 -> Version2.emit(header, bytes);
        }
        return Optional.of(bytes.flip());
    }
}
