package sevenlayers.handshake.tls.engine;

import java.util.Arrays;
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

/** Settings of a server, step by step; what is not said is what a server of today does. */
public final class ServerSettingsBuilder {
    private final List<Credential> credentials;
    private List<Integer> versions = List.of(ProtocolVersion.TLS_1_3, ProtocolVersion.TLS_1_2);
    private List<CipherSuite> suites = Arrays.asList(CipherSuite.values());
    private List<NamedGroup> groups = List.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1);
    private List<SignatureScheme> schemes = Arrays.asList(SignatureScheme.values());
    private List<String> applicationProtocols = List.of();
    private boolean extendedMasterSecret = true;
    private ServerSettings.ClientCertificate clientCertificate = ServerSettings.ClientCertificate.NOT_ASKED;
    private PeerCheck clientCheck = PeerCheck.none();
    private Optional<Bytes> ticketKey = Optional.empty();
    private long maximumEarlyData;
    private List<Extension> encryptedExtensions = List.of();

    public ServerSettingsBuilder(Credential... credentials) {
        this.credentials = List.of(credentials);
    }

    public ServerSettingsBuilder versions(Integer... numbers) {
        versions = List.of(numbers);
        return this;
    }

    public ServerSettingsBuilder suites(CipherSuite... accepted) {
        suites = List.of(accepted);
        return this;
    }

    public ServerSettingsBuilder groups(NamedGroup... accepted) {
        groups = List.of(accepted);
        return this;
    }

    public ServerSettingsBuilder applicationProtocols(List<String> spoken) {
        applicationProtocols = spoken;
        return this;
    }

    public ServerSettingsBuilder extendedMasterSecret(boolean accepted) {
        extendedMasterSecret = accepted;
        return this;
    }

    public ServerSettingsBuilder clientCertificate(ServerSettings.ClientCertificate asked, PeerCheck check) {
        clientCertificate = asked;
        clientCheck = check;
        return this;
    }

    /** @param earlyData how many bytes of it tickets allow */
    public ServerSettingsBuilder tickets(Bytes key, long earlyData) {
        ticketKey = Optional.of(key);
        maximumEarlyData = earlyData;
        return this;
    }

    public ServerSettingsBuilder encryptedExtensions(List<Extension> said) {
        encryptedExtensions = said;
        return this;
    }

    public ServerSettings build() {
        return new ServerSettings(
                credentials,
                versions,
                suites,
                groups,
                schemes,
                applicationProtocols,
                extendedMasterSecret,
                clientCertificate,
                clientCheck,
                ticketKey,
                maximumEarlyData,
                encryptedExtensions);
    }
}
