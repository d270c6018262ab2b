package sevenlayers.handshake.tls.engine;

import java.util.List;
import sevenlayers.handshake.tls.parameter.CipherSuite;
import sevenlayers.wire.Bytes;

/**
 * What both ends agreed on.
 *
 * @param group of the ephemeral keys; empty: none were used
 * @param signature with which the server proved who it is; empty: a key of an earlier handshake did
 * @param peerChain in DER; empty: the peer showed no certificate
 * @param applicationProtocol empty: none was agreed on
 */
public record Summary(
        int version,
        CipherSuite suite,
        String group,
        String signature,
        boolean resumed,
        boolean earlyDataAccepted,
        boolean extendedMasterSecret,
        List<Bytes> peerChain,
        String applicationProtocol) {
    public Summary {
        peerChain = List.copyOf(peerChain);
    }
}
