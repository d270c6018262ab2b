package sevenlayers.handshake.tls.engine;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tls.alert.AlertDescription;
import sevenlayers.handshake.tls.alert.TlsFailure;
import sevenlayers.handshake.tls.certificate.Credential;
import sevenlayers.handshake.tls.certificate.PeerCheck;
import sevenlayers.handshake.tls.exchange.EphemeralKey;
import sevenlayers.handshake.tls.extension.EarlyData;
import sevenlayers.handshake.tls.extension.Extension;
import sevenlayers.handshake.tls.extension.KeyShare;
import sevenlayers.handshake.tls.extension.SelectedPsk;
import sevenlayers.handshake.tls.extension.SignatureAlgorithms;
import sevenlayers.handshake.tls.message.Certificate;
import sevenlayers.handshake.tls.message.CertificateRequest;
import sevenlayers.handshake.tls.message.CertificateVerify;
import sevenlayers.handshake.tls.message.ClientHello;
import sevenlayers.handshake.tls.message.Dialect;
import sevenlayers.handshake.tls.message.EncryptedExtensions;
import sevenlayers.handshake.tls.message.EndOfEarlyData;
import sevenlayers.handshake.tls.message.Finished;
import sevenlayers.handshake.tls.message.HandshakeMessage;
import sevenlayers.handshake.tls.message.ServerHello;
import sevenlayers.handshake.tls.parameter.CipherSuite;
import sevenlayers.handshake.tls.parameter.ProtocolVersion;
import sevenlayers.handshake.tls.parameter.SignatureScheme;
import sevenlayers.handshake.tls.secret.EarlyStage;
import sevenlayers.handshake.tls.secret.HandshakeStage;
import sevenlayers.handshake.tls.secret.MasterStage;
import sevenlayers.handshake.tls.secret.Secret;
import sevenlayers.handshake.tls.secret.TrafficSecret;
import sevenlayers.wire.Bytes;

/** A client of TLS 1.3 from ServerHello to Finished (RFC 8446 appendix A.1). */
final class Client13 extends Flow {
    private final ClientSettings settings;
    private final ClientHello offer;
    private final CipherSuite suite;
    private final boolean earlyDataSent;

    private State state = State.WAIT_EE;
    private boolean resumed;
    private boolean earlyDataAccepted;
    private String group = "";
    private String signature = "";
    private String applicationProtocol = "";
    private List<X509Certificate> peer = List.of();
    private List<Bytes> peerChain = List.of();
    private @Nullable CertificateRequest request;
    private @Nullable Keys keys;

    private record Keys(HandshakeStage stage, TrafficSecret client, TrafficSecret server) {}

    private enum State {
        /** After ServerHello; EncryptedExtensions leads to WAIT_CERT_CR, or to WAIT_FINISHED where a PSK was taken. */
        WAIT_EE,
        /** CertificateRequest leads to WAIT_CERT, Certificate to WAIT_CV. */
        WAIT_CERT_CR,
        /** Certificate leads to WAIT_CV. */
        WAIT_CERT,
        /** CertificateVerify leads to WAIT_FINISHED. */
        WAIT_CV,
        /** Finished leads to an open connection. */
        WAIT_FINISHED
    }

    Client13(
            TlsConnection connection,
            ClientSettings settings,
            ClientHello offer,
            CipherSuite suite,
            boolean earlyDataSent) {
        super(connection);
        this.settings = settings;
        this.offer = offer;
        this.suite = suite;
        this.earlyDataSent = earlyDataSent;
    }

    void begin(ServerHello answer, List<EphemeralKey> own) {
        wire.agreedOn(Dialect.TLS13);
        KeyShare share = answer.extension(KeyShare.class)
                .orElseThrow(() -> new TlsFailure(
                        AlertDescription.MISSING_EXTENSION, "ServerHello has no key_share", "RFC 8446 §9.2"));
        EphemeralKey key = own.stream()
                .filter(drawn -> drawn.group().number() == share.group())
                .findFirst()
                .orElseThrow(() -> illegal(
                        "the server answers with a share of a group of which none was sent", "RFC 8446 §4.2.8"));
        group = key.group().curve();
        EarlyStage early = answer.extension(SelectedPsk.class)
                .map(this::taken)
                .orElseGet(() -> EarlyStage.withoutPsk(suite.hash()));
        Secret shared = key.agree(share.keyExchange());
        HandshakeStage stage = early.handshake(shared.value());
        Bytes hash = wire.transcript.hash(suite.hash());
        Keys made = new Keys(stage, stage.clientTraffic(hash), stage.serverTraffic(hash));
        keys = made;
        wire.made(early.secret());
        wire.made(shared);
        wire.made(stage.secret());
        wire.made(made.client().secret());
        wire.made(made.server().secret());
        wire.readWith(
                made.server().protection(suite.cipher()), made.server().secret().name());
        if (!earlyDataSent) {
            if (settings.compatibility()) {
                wire.sendCompatibilityChange();
            }
            wire.writeWith(
                    made.client().protection(suite.cipher()),
                    made.client().secret().name());
        }
    }

    private EarlyStage taken(SelectedPsk selected) {
        Session session = settings.session()
                .filter(offered -> selected.identity() == 0 && offered.suite().hash() == suite.hash())
                .orElseThrow(() -> illegal(
                        "the server takes pre-shared key " + selected.identity() + ", which was not offered",
                        "RFC 8446 §4.2.11"));
        resumed = true;
        wire.decided("the server knows the ticket: no certificate is needed", "RFC 8446 §2.2");
        return EarlyStage.withPsk(suite.hash(), session.psk());
    }

    private Keys keys() {
        return java.util.Objects.requireNonNull(keys);
    }

    @Override
    void message(HandshakeMessage message) {
        switch (state) {
            case WAIT_EE -> {
                if (!(message instanceof EncryptedExtensions answers)) {
                    throw unexpected(message, "EncryptedExtensions");
                }
                extensions(answers);
                state = resumed ? State.WAIT_FINISHED : State.WAIT_CERT_CR;
            }
            case WAIT_CERT_CR -> {
                if (message instanceof CertificateRequest asks) {
                    request = asks;
                    state = State.WAIT_CERT;
                } else {
                    certificate(message, "Certificate or CertificateRequest");
                }
            }
            case WAIT_CERT -> certificate(message, "Certificate");
            case WAIT_CV -> {
                if (!(message instanceof CertificateVerify proof)) {
                    throw unexpected(message, "CertificateVerify");
                }
                signature = Proof13.check(proof, peer, true, settings.schemes(), wire, suite.hash());
                state = State.WAIT_FINISHED;
            }
            case WAIT_FINISHED -> {
                if (!(message instanceof Finished finished)) {
                    throw unexpected(message, "Finished");
                }
                finished(finished);
            }
        }
    }

    private void extensions(EncryptedExtensions answers) {
        for (Extension answer : answers.extensions()) {
            // RFC 8446 §4.2: a response to what was not asked is answered with unsupported_extension.
            if (offer.extensions().stream().noneMatch(asked -> asked.number() == answer.number())) {
                throw new TlsFailure(
                        AlertDescription.UNSUPPORTED_EXTENSION,
                        "the server answers extension " + answer.number() + ", which was not sent",
                        "RFC 8446 §4.2");
            }
        }
        applicationProtocol = Protocols.chosen(answers.extensions(), settings.applicationProtocols());
        earlyDataAccepted =
                Extension.find(answers.extensions(), EarlyData.class).isPresent();
        if (earlyDataSent) {
            wire.decided(
                    earlyDataAccepted
                            ? "the server takes the early data"
                            : "the server does not take the early data: it has to be sent again",
                    "RFC 8446 §4.2.10");
        }
    }

    private void certificate(HandshakeMessage message, String expected) {
        if (!(message instanceof Certificate shown)) {
            throw unexpected(message, expected);
        }
        if (shown.entries().isEmpty()) {
            throw new TlsFailure(
                    AlertDescription.DECODE_ERROR, "a server has to show a certificate", "RFC 8446 §4.4.2.4");
        }
        peerChain = shown.chain();
        peer = PeerCheck.parse(peerChain);
        settings.check().check(peer, connection.now());
        state = State.WAIT_CV;
    }

    private void finished(Finished finished) {
        Keys made = keys();
        if (!finished.verifyData().equals(made.server().finished(wire.transcript.hashBeforeLast(suite.hash())))) {
            throw new TlsFailure(
                    AlertDescription.DECRYPT_ERROR,
                    "Finished does not fit: the two ends did not see the same handshake",
                    "RFC 8446 §4.4.4");
        }
        MasterStage master = made.stage().master();
        Bytes toServerFinished = wire.transcript.hash(suite.hash());
        TrafficSecret writes = master.clientTraffic(toServerFinished);
        TrafficSecret reads = master.serverTraffic(toServerFinished);
        wire.made(master.secret());
        wire.made(writes.secret());
        wire.made(reads.secret());
        wire.made(master.exporterMaster(toServerFinished));
        wire.readWith(reads.protection(suite.cipher()), reads.secret().name());
        if (earlyDataSent) {
            if (earlyDataAccepted) {
                wire.send(new EndOfEarlyData());
            }
            wire.writeWith(
                    made.client().protection(suite.cipher()),
                    made.client().secret().name());
        }
        Optional.ofNullable(request).ifPresent(this::showOwn);
        wire.send(new Finished(made.client().finished(wire.transcript.hash(suite.hash()))));
        wire.writeWith(writes.protection(suite.cipher()), writes.secret().name());
        Bytes toClientFinished = wire.transcript.hash(suite.hash());
        wire.made(master.resumptionMaster(toClientFinished));
        connection.follow(new Open13(connection, suite, master, writes, reads, toClientFinished));
        wire.add(new Effect.Established(new Summary(
                ProtocolVersion.TLS_1_3,
                suite,
                group,
                signature,
                resumed,
                earlyDataAccepted,
                false,
                peerChain,
                applicationProtocol)));
    }

    private void showOwn(CertificateRequest asks) {
        List<Integer> accepted = Extension.find(asks.extensions(), SignatureAlgorithms.class)
                .map(SignatureAlgorithms::schemes)
                .orElseThrow(() -> new TlsFailure(
                        AlertDescription.MISSING_EXTENSION,
                        "CertificateRequest does not say which signatures the server can check",
                        "RFC 8446 §4.3.2"));
        Optional<SignatureScheme> scheme =
                settings.credential().flatMap(own -> own.scheme(settings.schemes(), accepted, true));
        // RFC 8446 §4.4.2: a client that has none sends a Certificate with an empty list.
        wire.send(Certificate.of(
                asks.context(),
                scheme.flatMap(found -> settings.credential())
                        .map(Credential::chain)
                        .orElse(List.of())));
        scheme.ifPresent(found ->
                wire.send(Proof13.make(found, settings.credential().orElseThrow(), false, connection, suite.hash())));
    }

    @Override
    void changeCipherSpec() {
        // RFC 8446 §5: dropped without further processing.
    }
}
