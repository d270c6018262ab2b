package sevenlayers.handshake.tls.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tls.alert.AlertDescription;
import sevenlayers.handshake.tls.alert.TlsFailure;
import sevenlayers.handshake.tls.exchange.EphemeralKey;
import sevenlayers.handshake.tls.extension.Cookie;
import sevenlayers.handshake.tls.extension.KeyShares;
import sevenlayers.handshake.tls.extension.RetryGroup;
import sevenlayers.handshake.tls.extension.SelectedVersion;
import sevenlayers.handshake.tls.message.ClientHello;
import sevenlayers.handshake.tls.message.HandshakeMessage;
import sevenlayers.handshake.tls.message.ServerHello;
import sevenlayers.handshake.tls.parameter.CipherSuite;
import sevenlayers.handshake.tls.parameter.NamedGroup;
import sevenlayers.handshake.tls.parameter.ProtocolVersion;
import sevenlayers.handshake.tls.random.Use;
import sevenlayers.handshake.tls.secret.EarlyStage;
import sevenlayers.handshake.tls.secret.TrafficSecret;
import sevenlayers.wire.Bytes;

/** A client that has said what it offers, and waits for what the server chooses. */
final class ClientOpening extends Flow {
    private final ClientSettings settings;
    private final List<EphemeralKey> keys = new ArrayList<>();
    private @Nullable HelloWriter writer;
    private @Nullable ClientHello hello;
    private @Nullable ServerHello retry;
    private boolean earlyData;

    ClientOpening(TlsConnection connection, ClientSettings settings) {
        super(connection);
        this.settings = settings;
    }

    void start() {
        if (hello != null) {
            throw new IllegalStateException("a client starts once");
        }
        Bytes random = connection.randomness().next(Use.CLIENT_RANDOM, 32);
        wire.clientRandom(random);
        Bytes sessionId = settings.compatibility() ? connection.randomness().next(Use.SESSION_ID, 32) : Bytes.EMPTY;
        HelloWriter hellos = new HelloWriter(settings, random, sessionId);
        writer = hellos;
        if (settings.offers(ProtocolVersion.TLS_1_3)) {
            settings.shares().forEach(group -> keys.add(EphemeralKey.draw(group, connection.randomness())));
        }
        earlyData = !settings.earlyData().isEmpty()
                && session()
                        .map(session -> session.maximumEarlyData()
                                >= settings.earlyData().length())
                        .orElse(false);
        say(hellos.hello(keys, Optional.empty(), earlyData));
        if (earlyData) {
            sendEarlyData(session().orElseThrow());
        }
    }

    private Optional<Session> session() {
        return settings.offers(ProtocolVersion.TLS_1_3) ? settings.session() : Optional.empty();
    }

    private void say(ClientHello offer) {
        ClientHello said = session().map(session -> withBinder(offer, session)).orElse(offer);
        hello = said;
        wire.send(said);
        wire.flush();
    }

    private ClientHello withBinder(ClientHello offer, Session session) {
        ClientHello open = HelloWriter.withoutBinder(offer, session, connection.now());
        EarlyStage early = EarlyStage.withPsk(session.suite().hash(), session.psk());
        wire.made(early.binderKey());
        Bytes hash = wire.transcript.hashWith(session.suite().hash(), HelloWriter.truncated(open));
        return HelloWriter.withBinder(open, early.binder(hash));
    }

    private void sendEarlyData(Session session) {
        wire.decided(
                "data goes out before the server has answered; whoever records this flight can send it again",
                "RFC 8446 §2.3, §8");
        EarlyStage early = EarlyStage.withPsk(session.suite().hash(), session.psk());
        Bytes toClientHello = wire.transcript.hash(session.suite().hash());
        TrafficSecret traffic = early.clientEarlyTraffic(toClientHello);
        wire.made(early.secret());
        wire.made(traffic.secret());
        wire.made(early.earlyExporterMaster(toClientHello));
        if (settings.compatibility()) {
            wire.sendCompatibilityChange();
        }
        wire.writeWith(
                traffic.protection(session.suite().cipher()), traffic.secret().name());
        wire.sendData(settings.earlyData());
    }

    @Override
    void message(HandshakeMessage message) {
        ClientHello offer = hello;
        if (!(message instanceof ServerHello answer) || offer == null) {
            throw unexpected(message, "ServerHello");
        }
        CipherSuite suite = CipherSuite.of(answer.cipherSuite())
                .filter(known -> offer.cipherSuites().contains(known.number()))
                .orElseThrow(() -> illegal(
                        String.format("the server chose suite 0x%04x, which was not offered", answer.cipherSuite()),
                        "RFC 8446 §4.1.3"));
        if (answer.compressionMethod() != 0) {
            throw illegal("the server chose a compression; 0, none, was offered", "RFC 8446 §4.1.3");
        }
        int version = answer.extension(SelectedVersion.class)
                .map(SelectedVersion::version)
                .orElse(answer.legacyVersion());
        if (version == ProtocolVersion.TLS_1_3
                        && answer.extension(SelectedVersion.class).isEmpty()
                || !settings.offers(version)) {
            throw new TlsFailure(
                    AlertDescription.PROTOCOL_VERSION,
                    "the server chose " + ProtocolVersion.name(version) + ", which was not offered",
                    "RFC 8446 §4.2.1");
        }
        if (suite.isOf13() != (version == ProtocolVersion.TLS_1_3)) {
            throw illegal(suite + " does not belong to " + ProtocolVersion.name(version), "RFC 8446 §4.1.3");
        }
        wire.decided("the server chose " + ProtocolVersion.name(version) + " with " + suite, "RFC 8446 §4.1.3");
        if (version == ProtocolVersion.TLS_1_3) {
            chose13(offer, answer, suite);
        } else {
            chose12(offer, answer, suite);
        }
    }

    private void chose13(ClientHello offer, ServerHello answer, CipherSuite suite) {
        if (!answer.sessionId().equals(offer.sessionId())) {
            throw illegal("legacy_session_id_echo is not what was sent", "RFC 8446 §4.1.3");
        }
        if (answer.isRetry()) {
            retry(answer, suite);
            return;
        }
        if (retry != null && retry.cipherSuite() != suite.number()) {
            throw illegal("the suite is not that of the HelloRetryRequest", "RFC 8446 §4.1.4");
        }
        Client13 next = new Client13(connection, settings, offer, suite, earlyData);
        connection.follow(next);
        next.begin(answer, keys);
    }

    private void retry(ServerHello asks, CipherSuite suite) {
        if (retry != null) {
            throw new TlsFailure(AlertDescription.UNEXPECTED_MESSAGE, "a second HelloRetryRequest", "RFC 8446 §4.1.4");
        }
        Optional<NamedGroup> wanted = asks.extension(RetryGroup.class).map(this::wanted);
        Optional<Cookie> cookie = asks.extension(Cookie.class);
        if (wanted.isEmpty() && cookie.isEmpty()) {
            throw illegal("a HelloRetryRequest that asks for nothing else than what it got", "RFC 8446 §4.1.4");
        }
        retry = asks;
        wanted.ifPresent(group -> {
            wire.decided("the server asks for a key share of " + group.curve(), "RFC 8446 §4.1.4");
            keys.clear();
            keys.add(EphemeralKey.draw(group, connection.randomness()));
        });
        wire.transcript.retried(suite.hash());
        // RFC 8446 §4.1.2: early_data is taken out; the server passes over what was sent.
        earlyData = false;
        wire.writeInTheClear();
        if (settings.compatibility()) {
            wire.sendCompatibilityChange();
        }
        say(java.util.Objects.requireNonNull(writer).hello(keys, cookie, false));
    }

    private NamedGroup wanted(RetryGroup asked) {
        boolean sent = java.util.Objects.requireNonNull(hello)
                .extension(KeyShares.class)
                .map(shares -> shares.shares().stream().anyMatch(share -> share.group() == asked.group()))
                .orElse(false);
        // RFC 8446 §4.2.8: the group must be one that was offered, and one of which no share was sent.
        return NamedGroup.of(asked.group())
                .filter(group -> !sent && settings.groups().contains(group))
                .orElseThrow(() -> illegal(
                        "the server asks for a share of " + NamedGroup.name(asked.group()) + ", which was "
                                + (sent ? "sent" : "not offered"),
                        "RFC 8446 §4.2.8"));
    }

    private void chose12(ClientHello offer, ServerHello answer, CipherSuite suite) {
        // RFC 8446 §4.1.3: a server that has TLS 1.3 and chooses TLS 1.2 says so at the end of its
        // random. Here both have TLS 1.3: somebody in between took it out of the hello.
        if (settings.offers(ProtocolVersion.TLS_1_3) && answer.random().from(24).equals(ServerHello.DOWNGRADE_TO_12)) {
            throw illegal(
                    "both ends have TLS 1.3, and TLS 1.2 was chosen: the hello was changed on its way",
                    "RFC 8446 §4.1.3");
        }
        Client12 next = new Client12(connection, settings, offer, suite);
        connection.follow(next);
        next.begin(answer);
    }

    @Override
    void changeCipherSpec() {
        // RFC 8446 §5: dropped without further processing. With TLS 1.2 it
        // would be too early: the hello that follows shows that.
    }
}
