package sevenlayers.handshake.tls.engine;

import java.util.List;
import java.util.Optional;
import sevenlayers.handshake.tls.certificate.Credential;
import sevenlayers.handshake.tls.certificate.PeerCheck;
import sevenlayers.handshake.tls.extension.Extension;
import sevenlayers.handshake.tls.parameter.CipherSuite;
import sevenlayers.handshake.tls.parameter.NamedGroup;
import sevenlayers.handshake.tls.parameter.ProtocolVersion;
import sevenlayers.handshake.tls.parameter.SignatureScheme;
import sevenlayers.wire.Bytes;

/**
 * What a client offers and asks for.
 *
 * @param host for server_name; empty: it does not say
 * @param versions numbers, the best one first
 * @param shares groups for which a key share is sent at once
 * @param applicationProtocols for ALPN; none: it does not say
 * @param extendedMasterSecret whether it offers RFC 7627; without it the master secret of TLS 1.2 is made as in the textbooks
 * @param compatibility whether TLS 1.3 is made to look like TLS 1.2 (RFC 8446 appendix D.4)
 * @param check whom it believes
 * @param credential what it shows where a server asks
 * @param session to resume
 * @param earlyData sent with the first flight, where the session allows it
 * @param extensions exactly these, in this order, with those of the engine's that must be computed put in at their place; none: the engine's
 */
public record ClientSettings(
        String host,
        List<Integer> versions,
        List<CipherSuite> suites,
        List<NamedGroup> groups,
        List<NamedGroup> shares,
        List<SignatureScheme> schemes,
        List<String> applicationProtocols,
        boolean extendedMasterSecret,
        boolean compatibility,
        PeerCheck check,
        Optional<Credential> credential,
        Optional<Session> session,
        Bytes earlyData,
        List<Extension> extensions) {
    public ClientSettings {
        versions = List.copyOf(versions);
        suites = List.copyOf(suites);
        groups = List.copyOf(groups);
        shares = List.copyOf(shares);
        schemes = List.copyOf(schemes);
        applicationProtocols = List.copyOf(applicationProtocols);
        extensions = List.copyOf(extensions);
    }

    /** Whether it offers a version: it has to have a suite for it, too. */
    boolean offers(int version) {
        boolean is13 = version == ProtocolVersion.TLS_1_3;
        return versions.contains(version) && suites.stream().anyMatch(suite -> suite.isOf13() == is13);
    }
}
