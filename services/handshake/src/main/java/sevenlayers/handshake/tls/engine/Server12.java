package sevenlayers.handshake.tls.engine;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tls.alert.AlertDescription;
import sevenlayers.handshake.tls.alert.TlsFailure;
import sevenlayers.handshake.tls.certificate.Credential;
import sevenlayers.handshake.tls.certificate.PeerCheck;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.exchange.EphemeralKey;
import sevenlayers.handshake.tls.exchange.Signatures;
import sevenlayers.handshake.tls.extension.Alpn;
import sevenlayers.handshake.tls.extension.EcPointFormats;
import sevenlayers.handshake.tls.extension.ExtendedMasterSecret;
import sevenlayers.handshake.tls.extension.Extension;
import sevenlayers.handshake.tls.extension.RenegotiationInfo;
import sevenlayers.handshake.tls.extension.SignatureAlgorithms;
import sevenlayers.handshake.tls.extension.SupportedGroups;
import sevenlayers.handshake.tls.message.Certificate12;
import sevenlayers.handshake.tls.message.CertificateRequest12;
import sevenlayers.handshake.tls.message.CertificateVerify;
import sevenlayers.handshake.tls.message.ClientHello;
import sevenlayers.handshake.tls.message.Dialect;
import sevenlayers.handshake.tls.message.EcdheClientKeyExchange;
import sevenlayers.handshake.tls.message.Finished;
import sevenlayers.handshake.tls.message.HandshakeMessage;
import sevenlayers.handshake.tls.message.RsaClientKeyExchange;
import sevenlayers.handshake.tls.message.ServerHello;
import sevenlayers.handshake.tls.message.ServerHelloDone;
import sevenlayers.handshake.tls.message.ServerKeyExchange;
import sevenlayers.handshake.tls.parameter.CipherSuite;
import sevenlayers.handshake.tls.parameter.KeyExchange;
import sevenlayers.handshake.tls.parameter.NamedGroup;
import sevenlayers.handshake.tls.parameter.ProtocolVersion;
import sevenlayers.handshake.tls.parameter.SignatureScheme;
import sevenlayers.handshake.tls.random.Use;
import sevenlayers.handshake.tls.secret.KeyBlock;
import sevenlayers.handshake.tls.secret.MasterSecret12;
import sevenlayers.handshake.tls.secret.Secret;
import sevenlayers.wire.Bytes;

/** A server of TLS 1.2 (RFC 5246 §7.3). */
final class Server12 extends Flow {
    private static final int PRE_MASTER = 48;

    private final ServerSettings settings;
    private final ClientHello hello;
    private final Choice choice;
    private final CipherSuite suite;
    private final Keys12 keys;
    private final boolean extended;

    private State state = State.WAIT_CKE;
    private String signature = "";
    private Optional<Alpn> protocol = Optional.empty();
    private List<X509Certificate> peer = List.of();
    private List<Bytes> peerChain = List.of();
    private @Nullable EphemeralKey ephemeral;
    private Bytes serverRandom = Bytes.EMPTY;

    /** A suite, and what it needs. */
    private record Choice(
            CipherSuite suite, Credential credential, Optional<NamedGroup> group, Optional<SignatureScheme> scheme) {}

    private enum State {
        /** Certificate leads to WAIT_CKE. */
        WAIT_CERT,
        /** ClientKeyExchange leads to WAIT_CV where the client showed a certificate, else to WAIT_CCS. */
        WAIT_CKE,
        /** CertificateVerify leads to WAIT_CCS. */
        WAIT_CV,
        /** change_cipher_spec leads to WAIT_FINISHED. */
        WAIT_CCS,
        /** Finished leads to an open connection, after the own Finished. */
        WAIT_FINISHED
    }

    Server12(TlsConnection connection, ServerSettings settings, ClientHello hello) {
        super(connection);
        this.settings = settings;
        this.hello = hello;
        this.choice = choice();
        this.suite = choice.suite();
        this.keys = new Keys12(wire, suite);
        this.extended = settings.extendedMasterSecret()
                && hello.extension(ExtendedMasterSecret.class).isPresent();
    }

    private Choice choice() {
        return settings.suites().stream()
                .filter(own -> !own.isOf13() && hello.cipherSuites().contains(own.number()))
                .flatMap(own -> settings.credentials().stream().map(credential -> choice(own, credential)))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new TlsFailure(
                        AlertDescription.HANDSHAKE_FAILURE,
                        "no cipher suite, group and signature that both ends have: the client offers "
                                + hello.cipherSuites().stream()
                                        .map(CipherSuite::name)
                                        .toList(),
                        "RFC 5246 §7.4.1.3"));
    }

    private Optional<Choice> choice(CipherSuite own, Credential credential) {
        boolean isRsa = credential.keyAlgorithm().startsWith("RSA");
        if (isRsa == (own.keyExchange() == KeyExchange.ECDHE_ECDSA)) {
            return Optional.empty();
        }
        if (own.keyExchange() == KeyExchange.RSA) {
            return Optional.of(new Choice(own, credential, Optional.empty(), Optional.empty()));
        }
        // RFC 8422 §4: a client that does not say which groups it has leaves the choice to the server.
        List<Integer> groups = hello.extension(SupportedGroups.class)
                .map(SupportedGroups::groups)
                .orElse(settings.groups().stream().map(NamedGroup::number).toList());
        Optional<NamedGroup> group = settings.groups().stream()
                .filter(held -> groups.contains(held.number()))
                .findFirst();
        Optional<SignatureScheme> scheme = hello.extension(SignatureAlgorithms.class)
                .flatMap(accepted -> credential.scheme(settings.schemes(), accepted.schemes(), false));
        return group.isPresent() && scheme.isPresent()
                ? Optional.of(new Choice(own, credential, group, scheme))
                : Optional.empty();
    }

    void begin() {
        wire.agreedOn(suite.keyExchange() == KeyExchange.RSA ? Dialect.TLS12_RSA : Dialect.TLS12_ECDHE);
        wire.decided("the first suite of this server's that the client offers is " + suite, "RFC 5246 §7.4.1.3");
        protocol = Protocols.choose(hello, settings.applicationProtocols());
        serverRandom = random();
        wire.send(new ServerHello(ProtocolVersion.TLS_1_2, serverRandom, Bytes.EMPTY, suite.number(), 0, answers()));
        wire.send(new Certificate12(choice.credential().chain()));
        choice.group().ifPresent(this::sendOwnKey);
        if (settings.clientCertificate() != ServerSettings.ClientCertificate.NOT_ASKED) {
            wire.send(new CertificateRequest12(
                    List.of(CertificateRequest12.RSA_SIGN, CertificateRequest12.ECDSA_SIGN),
                    settings.schemes().stream().map(SignatureScheme::number).toList(),
                    List.of()));
            state = State.WAIT_CERT;
        }
        wire.send(new ServerHelloDone());
    }

    private Bytes random() {
        Bytes drawn = connection.randomness().next(Use.SERVER_RANDOM, 32);
        // RFC 8446 §4.1.3: a server that has TLS 1.3 says so at the end, where both its own
        // client and an attacker can see it, and Finished or the signature protects it.
        return settings.has(ProtocolVersion.TLS_1_3)
                ? Writer.written(out -> out.bytes(drawn.slice(0, 24)).bytes(ServerHello.DOWNGRADE_TO_12))
                : drawn;
    }

    private List<Extension> answers() {
        List<Extension> answers = new ArrayList<>();
        if (extended) {
            answers.add(new ExtendedMasterSecret());
        }
        if (hello.extension(RenegotiationInfo.class).isPresent()
                || hello.cipherSuites().contains(CipherSuite.EMPTY_RENEGOTIATION_INFO)) {
            answers.add(new RenegotiationInfo(Bytes.EMPTY));
        }
        if (choice.group().isPresent() && hello.extension(EcPointFormats.class).isPresent()) {
            answers.add(new EcPointFormats(List.of(0)));
        }
        protocol.ifPresent(answers::add);
        return answers;
    }

    private void sendOwnKey(NamedGroup group) {
        EphemeralKey key = EphemeralKey.draw(group, connection.randomness());
        ephemeral = key;
        SignatureScheme scheme = choice.scheme().orElseThrow();
        signature = SignatureScheme.name(scheme.number());
        ServerKeyExchange unsigned = new ServerKeyExchange(group.number(), key.share(), scheme.number(), Bytes.EMPTY);
        Bytes signed = Signatures.sign(
                scheme,
                choice.credential().key(),
                Keys12.signedByServer(hello.random(), serverRandom, unsigned),
                connection.randomness());
        wire.send(new ServerKeyExchange(group.number(), key.share(), scheme.number(), signed));
    }

    @Override
    void message(HandshakeMessage message) {
        switch (state) {
            case WAIT_CERT -> {
                if (!(message instanceof Certificate12 shown)) {
                    throw unexpected(message, "Certificate");
                }
                certificate(shown);
                state = State.WAIT_CKE;
            }
            case WAIT_CKE -> {
                Bytes preMaster = switch (message) {
                    case RsaClientKeyExchange sent -> decrypted(sent.encryptedPreMasterSecret());
                    case EcdheClientKeyExchange sent -> agreed(sent.publicKey());
                    default -> throw unexpected(message, "ClientKeyExchange");
                };
                keys.made(
                        extended
                                ? MasterSecret12.extended(suite.hash(), preMaster, wire.transcript.hash(suite.hash()))
                                : MasterSecret12.classic(suite.hash(), preMaster, hello.random(), serverRandom),
                        hello.random(),
                        serverRandom);
                state = peer.isEmpty() ? State.WAIT_CCS : State.WAIT_CV;
            }
            case WAIT_CV -> {
                if (!(message instanceof CertificateVerify proof)) {
                    throw unexpected(message, "CertificateVerify");
                }
                check(proof);
                state = State.WAIT_CCS;
            }
            case WAIT_CCS -> throw unexpected(message, "change_cipher_spec");
            case WAIT_FINISHED -> {
                if (!(message instanceof Finished finished)) {
                    throw unexpected(message, "Finished");
                }
                finished(finished);
            }
        }
    }

    private void certificate(Certificate12 shown) {
        if (shown.chain().isEmpty()) {
            if (settings.clientCertificate() == ServerSettings.ClientCertificate.REQUIRED) {
                // RFC 5246 §7.4.6: a fatal handshake_failure alert; TLS 1.3 has an alert of its own for it.
                throw new TlsFailure(
                        AlertDescription.HANDSHAKE_FAILURE,
                        "the client shows no certificate, and this server takes nobody without one",
                        "RFC 5246 §7.4.6");
            }
            return;
        }
        peerChain = shown.chain();
        peer = PeerCheck.parse(peerChain);
        settings.clientCheck().check(peer, connection.now());
    }

    private Bytes decrypted(Bytes encrypted) {
        // RFC 5246 §7.4.7.1: whatever is wrong with it, go on with random bytes: Finished will not fit. An answer that
        // tells the one failure from the other would let an attacker decrypt, question by question (Bleichenbacher).
        Bytes random = connection.randomness().next(Use.PRE_MASTER_SECRET, PRE_MASTER);
        Bytes preMaster = random;
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            cipher.init(Cipher.DECRYPT_MODE, choice.credential().key());
            byte[] plain = cipher.doFinal(encrypted.toArray());
            Bytes opened = Bytes.wrap(plain);
            if (opened.length() == PRE_MASTER && (opened.at(0) << 8 | opened.at(1)) == hello.legacyVersion()) {
                preMaster = opened;
            }
        } catch (GeneralSecurityException | RuntimeException malformed) {
            preMaster = random;
        }
        wire.made(new Secret(
                "pre_master_secret",
                preMaster,
                "RSA-Decrypt(private key of the certificate, EncryptedPreMasterSecret)",
                List.of(new Secret.Input("EncryptedPreMasterSecret", encrypted)),
                "RFC 5246 §7.4.7.1"));
        return preMaster;
    }

    private Bytes agreed(Bytes peerShare) {
        Secret shared = Objects.requireNonNull(ephemeral).agree(peerShare);
        wire.made(shared);
        return shared.value();
    }

    private void check(CertificateVerify proof) {
        PublicKey signer = peer.getFirst().getPublicKey();
        SignatureScheme scheme = SignatureScheme.of(proof.scheme())
                .filter(known -> settings.schemes().contains(known) && Signatures.suits(known, signer, false))
                .orElseThrow(() -> illegal(
                        "a signature with " + SignatureScheme.name(proof.scheme()) + ", which was not asked for",
                        "RFC 5246 §7.4.8"));
        if (!Signatures.fits(scheme, signer, wire.transcript.all(true), proof.signature())) {
            throw new TlsFailure(
                    AlertDescription.DECRYPT_ERROR,
                    "the signature does not fit: the client does not have the key of the certificate that it shows",
                    "RFC 5246 §7.4.8");
        }
    }

    private void finished(Finished finished) {
        keys.check(finished, true);
        KeyBlock block = keys.block();
        wire.sendChangeCipherSpec();
        wire.writeWith(block.server(), block.serverKey().name());
        wire.send(keys.finished(false));
        connection.follow(new Open12(connection));
        wire.add(new Effect.Established(new Summary(
                ProtocolVersion.TLS_1_2,
                suite,
                choice.group().map(NamedGroup::curve).orElse(""),
                signature,
                false,
                false,
                extended,
                peerChain,
                protocol.map(chosen -> chosen.protocols().getFirst().utf8()).orElse(""))));
    }

    @Override
    void changeCipherSpec() {
        if (state != State.WAIT_CCS) {
            throw new TlsFailure(
                    AlertDescription.UNEXPECTED_MESSAGE,
                    "change_cipher_spec before the keys are agreed on",
                    "RFC 5246 §7.1");
        }
        wire.readWith(keys.block().client(), keys.block().clientKey().name());
        state = State.WAIT_FINISHED;
    }
}
