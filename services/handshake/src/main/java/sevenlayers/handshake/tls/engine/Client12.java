package sevenlayers.handshake.tls.engine;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
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
import sevenlayers.handshake.tls.extension.ExtendedMasterSecret;
import sevenlayers.handshake.tls.extension.Extension;
import sevenlayers.handshake.tls.extension.SessionTicketSupport;
import sevenlayers.handshake.tls.message.Certificate12;
import sevenlayers.handshake.tls.message.CertificateRequest12;
import sevenlayers.handshake.tls.message.CertificateVerify;
import sevenlayers.handshake.tls.message.ClientHello;
import sevenlayers.handshake.tls.message.Dialect;
import sevenlayers.handshake.tls.message.EcdheClientKeyExchange;
import sevenlayers.handshake.tls.message.Finished;
import sevenlayers.handshake.tls.message.HandshakeMessage;
import sevenlayers.handshake.tls.message.NewSessionTicket12;
import sevenlayers.handshake.tls.message.RsaClientKeyExchange;
import sevenlayers.handshake.tls.message.ServerHello;
import sevenlayers.handshake.tls.message.ServerHelloDone;
import sevenlayers.handshake.tls.message.ServerKeyExchange;
import sevenlayers.handshake.tls.parameter.CipherSuite;
import sevenlayers.handshake.tls.parameter.KeyExchange;
import sevenlayers.handshake.tls.parameter.NamedGroup;
import sevenlayers.handshake.tls.parameter.ProtocolVersion;
import sevenlayers.handshake.tls.parameter.SignatureScheme;
import sevenlayers.handshake.tls.random.GivenRandom;
import sevenlayers.handshake.tls.random.Use;
import sevenlayers.handshake.tls.secret.KeyBlock;
import sevenlayers.handshake.tls.secret.MasterSecret12;
import sevenlayers.handshake.tls.secret.Secret;
import sevenlayers.wire.Bytes;

/** A client of TLS 1.2 from ServerHello to Finished (RFC 5246 §7.3). */
final class Client12 extends Flow {
    private final ClientSettings settings;
    private final ClientHello offer;
    private final CipherSuite suite;
    private final Keys12 keys;

    private State state = State.WAIT_CERT;
    private List<X509Certificate> peer = List.of();
    private List<Bytes> peerChain = List.of();
    private String group = "";
    private String signature = "";
    private String applicationProtocol = "";
    private boolean extended;
    private boolean ticketPromised;
    private @Nullable ServerKeyExchange serverKey;
    private @Nullable CertificateRequest12 request;
    private Bytes serverRandom = Bytes.EMPTY;

    private enum State {
        /** Certificate leads to WAIT_SKE where keys are ephemeral, else to WAIT_CR_DONE. */
        WAIT_CERT,
        /** ServerKeyExchange leads to WAIT_CR_DONE. */
        WAIT_SKE,
        /** CertificateRequest leads to WAIT_DONE; ServerHelloDone to WAIT_CCS, after the own flight. */
        WAIT_CR_DONE,
        /** ServerHelloDone leads to WAIT_CCS, after the own flight. */
        WAIT_DONE,
        /** change_cipher_spec leads to WAIT_FINISHED; a ticket may come before it. */
        WAIT_CCS,
        /** Finished leads to an open connection. */
        WAIT_FINISHED
    }

    Client12(TlsConnection connection, ClientSettings settings, ClientHello offer, CipherSuite suite) {
        super(connection);
        this.settings = settings;
        this.offer = offer;
        this.suite = suite;
        this.keys = new Keys12(wire, suite);
    }

    void begin(ServerHello answer) {
        wire.agreedOn(suite.keyExchange() == KeyExchange.RSA ? Dialect.TLS12_RSA : Dialect.TLS12_ECDHE);
        // RFC 5246 appendix E.1: once the version is agreed on, records say it.
        wire.writeInTheClear();
        for (Extension extension : answer.extensions()) {
            if (offer.extensions().stream().noneMatch(asked -> asked.number() == extension.number())) {
                throw new TlsFailure(
                        AlertDescription.UNSUPPORTED_EXTENSION,
                        "the server answers extension " + extension.number() + ", which was not sent",
                        "RFC 5246 §7.4.1.4");
            }
        }
        serverRandom = answer.random();
        extended = answer.extension(ExtendedMasterSecret.class).isPresent();
        ticketPromised = answer.extension(SessionTicketSupport.class).isPresent();
        applicationProtocol = Protocols.chosen(answer.extensions(), settings.applicationProtocols());
    }

    @Override
    void message(HandshakeMessage message) {
        switch (state) {
            case WAIT_CERT -> {
                if (!(message instanceof Certificate12 shown)) {
                    throw unexpected(message, "Certificate");
                }
                certificate(shown);
                state = suite.keyExchange() == KeyExchange.RSA ? State.WAIT_CR_DONE : State.WAIT_SKE;
            }
            case WAIT_SKE -> {
                if (!(message instanceof ServerKeyExchange key)) {
                    throw unexpected(message, "ServerKeyExchange");
                }
                check(key);
                state = State.WAIT_CR_DONE;
            }
            case WAIT_CR_DONE, WAIT_DONE -> {
                if (message instanceof CertificateRequest12 asks && state == State.WAIT_CR_DONE) {
                    request = asks;
                    state = State.WAIT_DONE;
                } else if (message instanceof ServerHelloDone) {
                    answer();
                    state = State.WAIT_CCS;
                } else {
                    throw unexpected(message, "ServerHelloDone");
                }
            }
            case WAIT_CCS -> {
                if (!(message instanceof NewSessionTicket12) || !ticketPromised) {
                    throw unexpected(message, "change_cipher_spec");
                }
                ticketPromised = false;
            }
            case WAIT_FINISHED -> {
                if (!(message instanceof Finished finished)) {
                    throw unexpected(message, "Finished");
                }
                keys.check(finished, false);
                connection.follow(new Open12(connection));
                wire.add(new Effect.Established(new Summary(
                        ProtocolVersion.TLS_1_2,
                        suite,
                        group,
                        signature,
                        false,
                        false,
                        extended,
                        peerChain,
                        applicationProtocol)));
            }
        }
    }

    private void certificate(Certificate12 shown) {
        if (shown.chain().isEmpty()) {
            throw new TlsFailure(
                    AlertDescription.DECODE_ERROR, "a server has to show a certificate", "RFC 5246 §7.4.2");
        }
        peerChain = shown.chain();
        peer = PeerCheck.parse(peerChain);
        settings.check().check(peer, connection.now());
        String algorithm = peer.getFirst().getPublicKey().getAlgorithm();
        boolean isRsa = algorithm.equals("RSA");
        if (isRsa == (suite.keyExchange() == KeyExchange.ECDHE_ECDSA)) {
            throw new TlsFailure(
                    AlertDescription.UNSUPPORTED_CERTIFICATE,
                    "the certificate has a key of kind " + algorithm + ", which does not go with " + suite,
                    "RFC 5246 §7.4.2");
        }
    }

    private void check(ServerKeyExchange key) {
        PublicKey signer = peer.getFirst().getPublicKey();
        SignatureScheme scheme = SignatureScheme.of(key.scheme())
                .filter(known -> settings.schemes().contains(known) && Signatures.suits(known, signer, false))
                .orElseThrow(() -> illegal(
                        "a signature with " + SignatureScheme.name(key.scheme())
                                + ", which was not offered or does not belong to the certificate's key",
                        "RFC 5246 §7.4.3"));
        if (!Signatures.fits(
                scheme, signer, Keys12.signedByServer(offer.random(), serverRandom, key), key.signature())) {
            throw new TlsFailure(
                    AlertDescription.DECRYPT_ERROR,
                    "the signature of the server's ephemeral key does not fit: it is not from whom the certificate names",
                    "RFC 5246 §7.4.3");
        }
        signature = SignatureScheme.name(key.scheme());
        serverKey = key;
    }

    private void answer() {
        Optional<Credential> own = settings.credential().filter(held -> request != null);
        Optional<SignatureScheme> scheme = own.flatMap(held -> held.scheme(
                settings.schemes(), java.util.Objects.requireNonNull(request).schemes(), false));
        if (request != null) {
            wire.send(new Certificate12(
                    scheme.flatMap(found -> own).map(Credential::chain).orElse(List.of())));
        }
        Bytes preMaster = suite.keyExchange() == KeyExchange.RSA ? encrypted() : agreed();
        MasterSecret12 master = extended
                ? MasterSecret12.extended(suite.hash(), preMaster, wire.transcript.hash(suite.hash()))
                : MasterSecret12.classic(suite.hash(), preMaster, offer.random(), serverRandom);
        scheme.ifPresent(found -> wire.send(new CertificateVerify(
                found.number(),
                Signatures.sign(found, own.orElseThrow().key(), wire.transcript.all(false), connection.randomness()))));
        KeyBlock block = keys.made(master, offer.random(), serverRandom);
        wire.sendChangeCipherSpec();
        wire.writeWith(block.client(), block.clientKey().name());
        wire.send(keys.finished(true));
    }

    /** RFC 5246 §7.4.7.1: the client draws it, and sends it under the key of the certificate. */
    private Bytes encrypted() {
        Bytes drawn = connection.randomness().next(Use.PRE_MASTER_SECRET, 46);
        Bytes preMaster = Writer.written(out -> out.u16(offer.legacyVersion()).bytes(drawn));
        wire.made(new Secret(
                "pre_master_secret",
                preMaster,
                "client_version + 46 random bytes of the client's; neither hello random is in it",
                List.of(new Secret.Input("random", drawn)),
                "RFC 5246 §7.4.7.1"));
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    peer.getFirst().getPublicKey(),
                    new GivenRandom(connection.randomness(), Use.ENCRYPTION_PADDING));
            wire.send(new RsaClientKeyExchange(Bytes.wrap(cipher.doFinal(preMaster.toArray()))));
            return preMaster;
        } catch (GeneralSecurityException tooSmall) {
            throw new TlsFailure(
                    AlertDescription.UNSUPPORTED_CERTIFICATE,
                    "nothing can be encrypted with the key of the certificate",
                    "RFC 5246 §7.4.7.1");
        }
    }

    private Bytes agreed() {
        ServerKeyExchange peerKey = java.util.Objects.requireNonNull(serverKey);
        NamedGroup named = NamedGroup.of(peerKey.group())
                .filter(settings.groups()::contains)
                .orElseThrow(() -> illegal(
                        "the server's key is of group " + NamedGroup.name(peerKey.group()) + ", which was not offered",
                        "RFC 8422 §5.4"));
        group = named.curve();
        EphemeralKey key = EphemeralKey.draw(named, connection.randomness());
        Secret shared = key.agree(peerKey.publicKey());
        wire.made(shared);
        wire.send(new EcdheClientKeyExchange(key.share()));
        return shared.value();
    }

    @Override
    void changeCipherSpec() {
        if (state != State.WAIT_CCS) {
            throw new TlsFailure(
                    AlertDescription.UNEXPECTED_MESSAGE,
                    "change_cipher_spec before the keys are agreed on",
                    "RFC 5246 §7.1");
        }
        wire.readWith(keys.block().server(), keys.block().serverKey().name());
        state = State.WAIT_FINISHED;
    }
}
