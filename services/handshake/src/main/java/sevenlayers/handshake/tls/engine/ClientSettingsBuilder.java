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

/** Settings of a client, step by step; what is not said is what a client of today does. */
public final class ClientSettingsBuilder {
    private final String host;
    private final PeerCheck check;
    private List<Integer> versions = List.of(ProtocolVersion.TLS_1_3, ProtocolVersion.TLS_1_2);
    private List<CipherSuite> suites = Arrays.asList(CipherSuite.values());
    private List<NamedGroup> groups = List.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1);
    private List<NamedGroup> shares = List.of(NamedGroup.X25519);
    private List<SignatureScheme> schemes = Arrays.asList(SignatureScheme.values());
    private List<String> applicationProtocols = List.of();
    private boolean extendedMasterSecret = true;
    private boolean compatibility;
    private Optional<Credential> credential = Optional.empty();
    private Optional<Session> session = Optional.empty();
    private Bytes earlyData = Bytes.EMPTY;
    private List<Extension> extensions = List.of();

    public ClientSettingsBuilder(String host, PeerCheck check) {
        this.host = host;
        this.check = check;
    }

    public ClientSettingsBuilder versions(Integer... numbers) {
        versions = List.of(numbers);
        return this;
    }

    public ClientSettingsBuilder suites(CipherSuite... offered) {
        suites = List.of(offered);
        return this;
    }

    public ClientSettingsBuilder groups(NamedGroup... offered) {
        groups = List.of(offered);
        return this;
    }

    public ClientSettingsBuilder shares(NamedGroup... sent) {
        shares = List.of(sent);
        return this;
    }

    public ClientSettingsBuilder schemes(SignatureScheme... offered) {
        schemes = List.of(offered);
        return this;
    }

    public ClientSettingsBuilder applicationProtocols(List<String> offered) {
        applicationProtocols = offered;
        return this;
    }

    public ClientSettingsBuilder extendedMasterSecret(boolean offered) {
        extendedMasterSecret = offered;
        return this;
    }

    public ClientSettingsBuilder compatibility(boolean wanted) {
        compatibility = wanted;
        return this;
    }

    public ClientSettingsBuilder credential(Credential shown) {
        credential = Optional.of(shown);
        return this;
    }

    public ClientSettingsBuilder session(Session resumed) {
        session = Optional.of(resumed);
        return this;
    }

    public ClientSettingsBuilder earlyData(Bytes data) {
        earlyData = data;
        return this;
    }

    public ClientSettingsBuilder extensions(List<Extension> inOrder) {
        extensions = inOrder;
        return this;
    }

    public ClientSettings build() {
        return new ClientSettings(
                host,
                versions,
                suites,
                groups,
                shares,
                schemes,
                applicationProtocols,
                extendedMasterSecret,
                compatibility,
                check,
                credential,
                session,
                earlyData,
                extensions);
    }
}
