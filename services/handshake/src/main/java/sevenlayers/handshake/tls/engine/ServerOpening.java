package sevenlayers.handshake.tls.engine;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tls.alert.AlertDescription;
import sevenlayers.handshake.tls.alert.TlsFailure;
import sevenlayers.handshake.tls.extension.EarlyData;
import sevenlayers.handshake.tls.extension.Extension;
import sevenlayers.handshake.tls.extension.KeyShare;
import sevenlayers.handshake.tls.extension.KeyShares;
import sevenlayers.handshake.tls.extension.PreSharedKeys;
import sevenlayers.handshake.tls.extension.RetryGroup;
import sevenlayers.handshake.tls.extension.SelectedVersion;
import sevenlayers.handshake.tls.extension.SignatureAlgorithms;
import sevenlayers.handshake.tls.extension.SupportedGroups;
import sevenlayers.handshake.tls.extension.SupportedVersions;
import sevenlayers.handshake.tls.message.ClientHello;
import sevenlayers.handshake.tls.message.HandshakeMessage;
import sevenlayers.handshake.tls.message.ServerHello;
import sevenlayers.handshake.tls.parameter.CipherSuite;
import sevenlayers.handshake.tls.parameter.NamedGroup;
import sevenlayers.handshake.tls.parameter.ProtocolVersion;

/** A server that waits for a hello, and chooses. */
final class ServerOpening extends Flow {
    private static final int PASSED_OVER = 1 << 17;

    private final ServerSettings settings;
    private @Nullable NamedGroup asked;
    private @Nullable ClientHello first;

    ServerOpening(TlsConnection connection, ServerSettings settings) {
        super(connection);
        this.settings = settings;
    }

    @Override
    void message(HandshakeMessage message) {
        if (!(message instanceof ClientHello hello)) {
            throw unexpected(message, "ClientHello");
        }
        wire.clientRandom(hello.random());
        for (int i = 0; i < hello.compressionMethods().length(); i++) {
            if (hello.compressionMethods().at(i) == 0) {
                choose(hello);
                return;
            }
        }
        throw illegal("legacy_compression_methods without 0, none", "RFC 8446 §4.1.2");
    }

    private void choose(ClientHello hello) {
        int version = version(hello);
        wire.decided("the newest version that both have is " + ProtocolVersion.name(version), "RFC 8446 §4.2.1");
        if (version == ProtocolVersion.TLS_1_3) {
            choose13(hello);
        } else if (first != null) {
            throw illegal("the second hello does not offer TLS 1.3 any more", "RFC 8446 §4.1.2");
        } else {
            Server12 next = new Server12(connection, settings, hello);
            connection.follow(next);
            next.begin();
        }
    }

    private int version(ClientHello hello) {
        // RFC 8446 §4.2.1: where supported_versions is there, it alone decides.
        List<Integer> offered = hello.extension(SupportedVersions.class)
                .map(SupportedVersions::versions)
                .orElse(
                        hello.legacyVersion() >= ProtocolVersion.TLS_1_2
                                ? List.of(ProtocolVersion.TLS_1_2)
                                : List.of());
        return settings.versions().stream()
                .filter(offered::contains)
                .findFirst()
                .orElseThrow(() -> new TlsFailure(
                        AlertDescription.PROTOCOL_VERSION,
                        "the client offers "
                                + (offered.isEmpty()
                                        ? "at most " + ProtocolVersion.name(hello.legacyVersion())
                                        : offered.stream()
                                                .map(ProtocolVersion::name)
                                                .toList()
                                                .toString())
                                + "; this server has "
                                + settings.versions().stream()
                                        .map(ProtocolVersion::name)
                                        .toList(),
                        "RFC 8446 §4.2.1"));
    }

    private void choose13(ClientHello hello) {
        if (hello.compressionMethods().length() != 1) {
            throw illegal("legacy_compression_methods has to be one byte, 0", "RFC 8446 §4.1.2");
        }
        Optional<PreSharedKeys> psks = hello.extension(PreSharedKeys.class);
        ClientHello before = first;
        if (before != null
                && !(before.random().equals(hello.random())
                        && before.sessionId().equals(hello.sessionId()))) {
            throw illegal("the second hello is not the first one with another key share", "RFC 8446 §4.1.2");
        }
        if (psks.isPresent() && !(hello.extensions().getLast() instanceof PreSharedKeys)) {
            throw illegal("pre_shared_key has to be the last extension", "RFC 8446 §4.2.11");
        }
        need(hello, SignatureAlgorithms.class, "signature_algorithms");
        List<Integer> groups =
                need(hello, SupportedGroups.class, "supported_groups").groups();
        List<KeyShare> shares = need(hello, KeyShares.class, "key_share").shares();
        CipherSuite suite = settings.suites().stream()
                .filter(own -> own.isOf13() && hello.cipherSuites().contains(own.number()))
                .findFirst()
                .orElseThrow(() -> new TlsFailure(
                        AlertDescription.HANDSHAKE_FAILURE,
                        "the client offers no cipher suite of TLS 1.3 that this server has",
                        "RFC 8446 §4.1.1"));
        for (NamedGroup group : settings.groups()) {
            Optional<KeyShare> share = shares.stream()
                    .filter(sent -> sent.group() == group.number())
                    .findFirst();
            if (share.isPresent() && (asked == null || asked == group)) {
                if (!groups.contains(group.number())) {
                    throw illegal("a key share of a group that supported_groups does not have", "RFC 8446 §4.2.8");
                }
                Server13 next = new Server13(connection, settings, hello, suite, group, first != null);
                connection.follow(next);
                next.begin(share.get());
                return;
            }
        }
        if (asked != null) {
            throw illegal("the second hello has no share of the group that was asked for", "RFC 8446 §4.1.2");
        }
        retry(hello, suite, groups);
    }

    private static <E extends Extension> E need(ClientHello hello, Class<E> kind, String name) {
        // RFC 8446 §9.2: a hello of TLS 1.3 without these is refused.
        return hello.extension(kind)
                .orElseThrow(() -> new TlsFailure(
                        AlertDescription.MISSING_EXTENSION, "ClientHello has no " + name, "RFC 8446 §9.2"));
    }

    private void retry(ClientHello hello, CipherSuite suite, List<Integer> groups) {
        NamedGroup wanted = settings.groups().stream()
                .filter(own -> groups.contains(own.number()))
                .findFirst()
                .orElseThrow(() -> new TlsFailure(
                        AlertDescription.HANDSHAKE_FAILURE,
                        "the client has no group of this server's " + settings.groups(),
                        "RFC 8446 §4.1.1"));
        wire.decided(
                "no key share is of a group that this server has: it asks for one of " + wanted.curve(),
                "RFC 8446 §4.1.4");
        asked = wanted;
        first = hello;
        wire.transcript.retried(suite.hash());
        wire.send(new ServerHello(
                ProtocolVersion.TLS_1_2,
                ServerHello.RETRY,
                hello.sessionId(),
                suite.number(),
                0,
                List.of(new SelectedVersion(ProtocolVersion.TLS_1_3), new RetryGroup(wanted.number()))));
        if (!hello.sessionId().isEmpty()) {
            wire.sendCompatibilityChange();
        }
        if (hello.extension(EarlyData.class).isPresent()) {
            wire.passOverEarlyData(PASSED_OVER);
        }
    }

    @Override
    void changeCipherSpec() {
        // RFC 8446 §5: dropped; but not before the first hello.
        if (first == null) {
            throw new TlsFailure(
                    AlertDescription.UNEXPECTED_MESSAGE, "change_cipher_spec before any hello", "RFC 8446 §5");
        }
    }

    /** RFC 8446 §4.2.10: how much a server that does not take early data passes over. */
    static long passedOver() {
        return PASSED_OVER;
    }
}
