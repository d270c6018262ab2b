package sevenlayers.handshake.tls.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sevenlayers.handshake.tls.exchange.EphemeralKey;
import sevenlayers.handshake.tls.extension.Alpn;
import sevenlayers.handshake.tls.extension.Cookie;
import sevenlayers.handshake.tls.extension.EarlyData;
import sevenlayers.handshake.tls.extension.EcPointFormats;
import sevenlayers.handshake.tls.extension.ExtendedMasterSecret;
import sevenlayers.handshake.tls.extension.Extension;
import sevenlayers.handshake.tls.extension.KeyShare;
import sevenlayers.handshake.tls.extension.KeyShares;
import sevenlayers.handshake.tls.extension.PreSharedKeys;
import sevenlayers.handshake.tls.extension.PskModes;
import sevenlayers.handshake.tls.extension.RenegotiationInfo;
import sevenlayers.handshake.tls.extension.ServerName;
import sevenlayers.handshake.tls.extension.SignatureAlgorithms;
import sevenlayers.handshake.tls.extension.SupportedGroups;
import sevenlayers.handshake.tls.extension.SupportedVersions;
import sevenlayers.handshake.tls.message.ClientHello;
import sevenlayers.handshake.tls.parameter.CipherSuite;
import sevenlayers.handshake.tls.parameter.NamedGroup;
import sevenlayers.handshake.tls.parameter.ProtocolVersion;
import sevenlayers.handshake.tls.parameter.SignatureScheme;
import sevenlayers.wire.Bytes;

/** Puts a ClientHello together from what a client is set to offer. */
final class HelloWriter {
    private static final int PSK_DHE_KE = 1;

    private final ClientSettings settings;
    private final Bytes random;
    private final Bytes sessionId;

    HelloWriter(ClientSettings settings, Bytes random, Bytes sessionId) {
        this.settings = settings;
        this.random = random;
        this.sessionId = sessionId;
    }

    /** @param cookie of a HelloRetryRequest */
    ClientHello hello(List<EphemeralKey> keys, Optional<Cookie> cookie, boolean earlyData) {
        KeyShares shares = new KeyShares(keys.stream()
                .map(key -> new KeyShare(key.group().number(), key.share()))
                .toList());
        List<Extension> extensions = new ArrayList<>();
        if (settings.extensions().isEmpty()) {
            extensions.addAll(usual(shares));
        } else {
            settings.extensions()
                    .forEach(extension -> extensions.add(extension instanceof KeyShares ? shares : extension));
        }
        cookie.ifPresent(extensions::add);
        extensions.removeIf(extension -> !earlyData && extension instanceof EarlyData);
        if (earlyData && extensions.stream().noneMatch(EarlyData.class::isInstance)) {
            extensions.add(new EarlyData());
        }
        return new ClientHello(
                // RFC 8446 §4.1.2: legacy_version must be 0x0303.
                ProtocolVersion.TLS_1_2,
                random,
                sessionId,
                settings.suites().stream()
                        .filter(suite -> settings.offers(ProtocolVersion.TLS_1_3) || !suite.isOf13())
                        .filter(suite -> settings.offers(ProtocolVersion.TLS_1_2) || suite.isOf13())
                        .map(CipherSuite::number)
                        .toList(),
                Bytes.of((byte) 0),
                extensions);
    }

    private List<Extension> usual(KeyShares shares) {
        boolean is13 = settings.offers(ProtocolVersion.TLS_1_3);
        boolean is12 = settings.offers(ProtocolVersion.TLS_1_2);
        List<Extension> extensions = new ArrayList<>();
        if (!settings.host().isEmpty()) {
            extensions.add(new ServerName(settings.host()));
        }
        if (is12) {
            if (settings.extendedMasterSecret()) {
                extensions.add(new ExtendedMasterSecret());
            }
            extensions.add(new RenegotiationInfo(Bytes.EMPTY));
        }
        extensions.add(new SupportedGroups(
                settings.groups().stream().map(NamedGroup::number).toList()));
        if (is12) {
            extensions.add(new EcPointFormats(List.of(0)));
        }
        extensions.add(new SignatureAlgorithms(
                settings.schemes().stream().map(SignatureScheme::number).toList()));
        if (!settings.applicationProtocols().isEmpty()) {
            extensions.add(new Alpn(
                    settings.applicationProtocols().stream().map(Bytes::utf8).toList()));
        }
        if (is13) {
            extensions.add(new SupportedVersions(
                    settings.versions().stream().filter(settings::offers).toList()));
            extensions.add(new PskModes(List.of(PSK_DHE_KE)));
            extensions.add(shares);
        }
        return extensions;
    }

    /** RFC 8446 §4.2.11: the key of an earlier session comes last; its binder is computed over all before it. */
    static ClientHello withoutBinder(ClientHello hello, Session session, java.time.Instant now) {
        PreSharedKeys.Identity identity = new PreSharedKeys.Identity(session.ticket(), session.obfuscatedAge(now));
        return withPsk(hello, identity, Bytes.zeros(session.suite().hash().length()));
    }

    static ClientHello withBinder(ClientHello hello, Bytes binder) {
        PreSharedKeys keys = hello.extension(PreSharedKeys.class).orElseThrow();
        return withPsk(hello, keys.identities().getFirst(), binder);
    }

    private static ClientHello withPsk(ClientHello hello, PreSharedKeys.Identity identity, Bytes binder) {
        List<Extension> extensions = new ArrayList<>(hello.extensions());
        extensions.removeIf(PreSharedKeys.class::isInstance);
        extensions.add(new PreSharedKeys(List.of(identity), List.of(binder)));
        return hello.withExtensions(extensions);
    }

    /** A hello up to its binders. */
    static Bytes truncated(ClientHello hello) {
        Bytes bytes = hello.emit();
        int binders = hello.extension(PreSharedKeys.class).orElseThrow().bindersLength();
        return bytes.slice(0, bytes.length() - binders);
    }
}
