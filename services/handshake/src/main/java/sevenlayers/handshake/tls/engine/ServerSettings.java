package sevenlayers.handshake.tls.engine;

import java.util.List;
import java.util.Optional;
import sevenlayers.handshake.tls.certificate.Credential;
import sevenlayers.handshake.tls.certificate.PeerCheck;
import sevenlayers.handshake.tls.extension.Extension;
import sevenlayers.handshake.tls.parameter.CipherSuite;
import sevenlayers.handshake.tls.parameter.NamedGroup;
import sevenlayers.handshake.tls.parameter.SignatureScheme;
import sevenlayers.wire.Bytes;

/**
 * What a server accepts and asks for. Its own order decides.
 *
 * @param clientCertificate whether it asks a client who it is
 * @param clientCheck which clients it believes
 * @param ticketKey AES-256 key that seals its tickets; empty: it gives none
 * @param maximumEarlyData how many bytes of early data its tickets allow; 0: none
 * @param encryptedExtensions what it says there beside what the engine must; none of them: nothing
 */
public record ServerSettings(
        List<Credential> credentials,
        List<Integer> versions,
        List<CipherSuite> suites,
        List<NamedGroup> groups,
        List<SignatureScheme> schemes,
        List<String> applicationProtocols,
        boolean extendedMasterSecret,
        ClientCertificate clientCertificate,
        PeerCheck clientCheck,
        Optional<Bytes> ticketKey,
        long maximumEarlyData,
        List<Extension> encryptedExtensions) {
    public ServerSettings {
        credentials = List.copyOf(credentials);
        versions = List.copyOf(versions);
        suites = List.copyOf(suites);
        groups = List.copyOf(groups);
        schemes = List.copyOf(schemes);
        applicationProtocols = List.copyOf(applicationProtocols);
        encryptedExtensions = List.copyOf(encryptedExtensions);
    }

    /** Whether a client is asked for a certificate. */
    public enum ClientCertificate {
        NOT_ASKED,
        WANTED,
        REQUIRED
    }

    boolean has(int version) {
        return versions.contains(version);
    }
}
