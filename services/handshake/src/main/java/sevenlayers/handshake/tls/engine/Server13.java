package sevenlayers.handshake.tls.engine;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tls.alert.AlertDescription;
import sevenlayers.handshake.tls.alert.TlsFailure;
import sevenlayers.handshake.tls.certificate.Credential;
import sevenlayers.handshake.tls.certificate.PeerCheck;
import sevenlayers.handshake.tls.exchange.EphemeralKey;
import sevenlayers.handshake.tls.extension.Alpn;
import sevenlayers.handshake.tls.extension.EarlyData;
import sevenlayers.handshake.tls.extension.EarlyDataLimit;
import sevenlayers.handshake.tls.extension.Extension;
import sevenlayers.handshake.tls.extension.KeyShare;
import sevenlayers.handshake.tls.extension.SelectedPsk;
import sevenlayers.handshake.tls.extension.SelectedVersion;
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
import sevenlayers.handshake.tls.message.NewSessionTicket;
import sevenlayers.handshake.tls.message.ServerHello;
import sevenlayers.handshake.tls.parameter.CipherSuite;
import sevenlayers.handshake.tls.parameter.Hash;
import sevenlayers.handshake.tls.parameter.NamedGroup;
import sevenlayers.handshake.tls.parameter.ProtocolVersion;
import sevenlayers.handshake.tls.parameter.SignatureScheme;
import sevenlayers.handshake.tls.random.Use;
import sevenlayers.handshake.tls.secret.EarlyStage;
import sevenlayers.handshake.tls.secret.HandshakeStage;
import sevenlayers.handshake.tls.secret.MasterStage;
import sevenlayers.handshake.tls.secret.Secret;
import sevenlayers.handshake.tls.secret.TrafficSecret;
import sevenlayers.wire.Bytes;

/** A server of TLS 1.3 from its ServerHello to the client's Finished (RFC 8446 appendix A.2). */
final class Server13 extends Flow {
    private final ServerSettings settings;
    private final ClientHello hello;
    private final CipherSuite suite;
    private final Hash hash;
    private final NamedGroup group;
    private final boolean retried;

    private State state = State.WAIT_FINISHED;
    private boolean resumed;
    private boolean earlyDataAccepted;
    private long earlyDataLeft;
    private String signature = "";
    private Optional<Alpn> protocol = Optional.empty();
    private List<X509Certificate> peer = List.of();
    private List<Bytes> peerChain = List.of();
    private @Nullable Keys keys;

    private record Keys(
            TrafficSecret client,
            TrafficSecret server,
            MasterStage master,
            TrafficSecret reads,
            TrafficSecret writes) {}

    private enum State {
        /** Early data come; EndOfEarlyData leads to WAIT_FINISHED. */
        WAIT_EOED,
        /** Certificate leads to WAIT_CV, or to WAIT_FINISHED where it is empty. */
        WAIT_CERT,
        /** CertificateVerify leads to WAIT_FINISHED. */
        WAIT_CV,
        /** Finished leads to an open connection. */
        WAIT_FINISHED
    }

    Server13(
            TlsConnection connection,
            ServerSettings settings,
            ClientHello hello,
            CipherSuite suite,
            NamedGroup group,
            boolean retried) {
        super(connection);
        this.settings = settings;
        this.hello = hello;
        this.suite = suite;
        this.hash = suite.hash();
        this.group = group;
        this.retried = retried;
    }

    void begin(KeyShare share) {
        wire.agreedOn(Dialect.TLS13);
        protocol = Protocols.choose(hello, settings.applicationProtocols());
        Optional<Resumption.Taken> taken = new Resumption(settings, hello, suite, connection).taken(protocol);
        resumed = taken.isPresent();
        EarlyStage early = taken.map(Resumption.Taken::stage).orElseGet(() -> EarlyStage.withoutPsk(hash));
        // The hash of the hello alone, before the answer is added to it.
        Bytes toClientHello = wire.transcript.hash(hash);
        TrafficSecret earlyTraffic = early.clientEarlyTraffic(toClientHello);
        boolean earlyDataOffered = hello.extension(EarlyData.class).isPresent();
        earlyDataAccepted = earlyDataOffered
                && !retried
                && taken.map(Resumption.Taken::allowsEarlyData).orElse(false);
        earlyDataLeft = settings.maximumEarlyData();

        EphemeralKey own = EphemeralKey.draw(group, connection.randomness());
        Secret shared = own.agree(share.keyExchange());
        List<Extension> answers = new ArrayList<>();
        taken.ifPresent(psk -> answers.add(new SelectedPsk(0)));
        answers.add(new KeyShare(group.number(), own.share()));
        answers.add(new SelectedVersion(ProtocolVersion.TLS_1_3));
        wire.send(new ServerHello(
                ProtocolVersion.TLS_1_2,
                connection.randomness().next(Use.SERVER_RANDOM, 32),
                hello.sessionId(),
                suite.number(),
                0,
                answers));
        if (!hello.sessionId().isEmpty()) {
            wire.sendCompatibilityChange();
        }
        HandshakeStage stage = early.handshake(shared.value());
        Bytes toServerHello = wire.transcript.hash(hash);
        TrafficSecret client = stage.clientTraffic(toServerHello);
        TrafficSecret server = stage.serverTraffic(toServerHello);
        wire.made(early.secret());
        if (earlyDataAccepted) {
            wire.made(earlyTraffic.secret());
            wire.made(early.earlyExporterMaster(toClientHello));
        }
        wire.made(shared);
        wire.made(stage.secret());
        wire.made(client.secret());
        wire.made(server.secret());
        wire.writeWith(server.protection(suite.cipher()), server.secret().name());
        flight(server);
        keys = applicationKeys(stage, client, server);
        if (earlyDataAccepted) {
            wire.decided("the early data are taken: they may be a copy of what somebody recorded", "RFC 8446 §8");
            wire.readWith(
                    earlyTraffic.protection(suite.cipher()),
                    earlyTraffic.secret().name());
            state = State.WAIT_EOED;
        } else {
            if (earlyDataOffered) {
                wire.decided("the early data are not taken", "RFC 8446 §4.2.10");
                wire.passOverEarlyData(ServerOpening.passedOver());
            }
            wire.readWith(client.protection(suite.cipher()), client.secret().name());
            state = asksClient() ? State.WAIT_CERT : State.WAIT_FINISHED;
        }
    }

    private boolean asksClient() {
        return !resumed && settings.clientCertificate() != ServerSettings.ClientCertificate.NOT_ASKED;
    }

    private void flight(TrafficSecret server) {
        List<Extension> answers = new ArrayList<>(settings.encryptedExtensions());
        protocol.ifPresent(answers::add);
        if (earlyDataAccepted) {
            answers.add(new EarlyData());
        }
        wire.send(new EncryptedExtensions(answers));
        if (asksClient()) {
            wire.send(new CertificateRequest(
                    Bytes.EMPTY,
                    List.of(new SignatureAlgorithms(settings.schemes().stream()
                            .map(SignatureScheme::number)
                            .toList()))));
        }
        if (!resumed) {
            proveWhoThisIs();
        }
        wire.send(new Finished(server.finished(wire.transcript.hash(hash))));
    }

    private void proveWhoThisIs() {
        List<Integer> accepted =
                hello.extension(SignatureAlgorithms.class).orElseThrow().schemes();
        for (Credential credential : settings.credentials()) {
            Optional<SignatureScheme> scheme = credential.scheme(settings.schemes(), accepted, true);
            if (scheme.isPresent()) {
                signature = SignatureScheme.name(scheme.get().number());
                wire.send(Certificate.of(Bytes.EMPTY, credential.chain()));
                wire.send(Proof13.make(scheme.get(), credential, true, connection, hash));
                return;
            }
        }
        throw new TlsFailure(
                AlertDescription.HANDSHAKE_FAILURE,
                "the client checks no signature that a key of this server's can make",
                "RFC 8446 §4.4.2.2");
    }

    private Keys applicationKeys(HandshakeStage stage, TrafficSecret client, TrafficSecret server) {
        MasterStage master = stage.master();
        Bytes toServerFinished = wire.transcript.hash(hash);
        Keys made = new Keys(
                client, server, master, master.clientTraffic(toServerFinished), master.serverTraffic(toServerFinished));
        wire.made(master.secret());
        wire.made(made.reads().secret());
        wire.made(made.writes().secret());
        wire.made(master.exporterMaster(toServerFinished));
        wire.writeWith(
                made.writes().protection(suite.cipher()), made.writes().secret().name());
        return made;
    }

    private Keys keys() {
        return Objects.requireNonNull(keys);
    }

    @Override
    void message(HandshakeMessage message) {
        switch (state) {
            case WAIT_EOED -> {
                if (!(message instanceof EndOfEarlyData)) {
                    throw unexpected(message, "EndOfEarlyData");
                }
                wire.readWith(
                        keys().client().protection(suite.cipher()),
                        keys().client().secret().name());
                state = State.WAIT_FINISHED;
            }
            case WAIT_CERT -> {
                if (!(message instanceof Certificate shown)) {
                    throw unexpected(message, "Certificate");
                }
                state = certificate(shown);
            }
            case WAIT_CV -> {
                if (!(message instanceof CertificateVerify proof)) {
                    throw unexpected(message, "CertificateVerify");
                }
                Proof13.check(proof, peer, false, settings.schemes(), wire, hash);
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

    private State certificate(Certificate shown) {
        if (shown.entries().isEmpty()) {
            if (settings.clientCertificate() == ServerSettings.ClientCertificate.REQUIRED) {
                throw new TlsFailure(
                        AlertDescription.CERTIFICATE_REQUIRED,
                        "the client shows no certificate, and this server takes nobody without one",
                        "RFC 8446 §4.4.2.4");
            }
            return State.WAIT_FINISHED;
        }
        peerChain = shown.chain();
        peer = PeerCheck.parse(peerChain);
        settings.clientCheck().check(peer, connection.now());
        return State.WAIT_CV;
    }

    private void finished(Finished finished) {
        if (!finished.verifyData().equals(keys().client().finished(wire.transcript.hashBeforeLast(hash)))) {
            throw new TlsFailure(
                    AlertDescription.DECRYPT_ERROR,
                    "Finished does not fit: the two ends did not see the same handshake",
                    "RFC 8446 §4.4.4");
        }
        Bytes toClientFinished = wire.transcript.hash(hash);
        MasterStage master = keys().master();
        wire.made(master.resumptionMaster(toClientFinished));
        wire.readWith(
                keys().reads().protection(suite.cipher()),
                keys().reads().secret().name());
        connection.follow(new Open13(connection, suite, master, keys().writes(), keys().reads(), toClientFinished));
        wire.add(new Effect.Established(new Summary(
                ProtocolVersion.TLS_1_3,
                suite,
                group.curve(),
                signature,
                resumed,
                earlyDataAccepted,
                false,
                peerChain,
                protocolName())));
        settings.ticketKey().ifPresent(key -> giveTicket(new Tickets(key), master, toClientFinished));
    }

    private String protocolName() {
        return protocol.map(chosen -> chosen.protocols().getFirst().utf8()).orElse("");
    }

    private void giveTicket(Tickets tickets, MasterStage master, Bytes toClientFinished) {
        Bytes nonce = connection.randomness().next(Use.TICKET_NONCE, 8);
        Bytes add = connection.randomness().next(Use.TICKET_AGE_ADD, 4);
        long ageAdd = Integer.toUnsignedLong(add.buffer().getInt());
        Secret psk = master.resumptionPsk(toClientFinished, nonce);
        wire.made(psk);
        Bytes ticket = tickets.seal(
                new Tickets.Content(suite, psk.value(), ageAdd, connection.now(), protocolName()),
                connection.randomness());
        List<Extension> extensions =
                settings.maximumEarlyData() == 0 ? List.of() : List.of(new EarlyDataLimit(settings.maximumEarlyData()));
        wire.sendAfterwards(new NewSessionTicket(Tickets.LIFETIME_SECONDS, ageAdd, nonce, ticket, extensions));
    }

    @Override
    void data(Bytes bytes) {
        if (state != State.WAIT_EOED) {
            super.data(bytes);
            return;
        }
        earlyDataLeft -= bytes.length();
        if (earlyDataLeft < 0) {
            throw new TlsFailure(
                    AlertDescription.UNEXPECTED_MESSAGE,
                    "more early data than the ticket allows, " + settings.maximumEarlyData() + " bytes",
                    "RFC 8446 §4.2.10");
        }
        wire.add(new Effect.Data(bytes, true));
    }

    @Override
    void changeCipherSpec() {
        // RFC 8446 §5: dropped without further processing.
    }
}
