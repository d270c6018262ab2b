package sevenlayers.handshake.tls.exchange;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.List;
import javax.crypto.KeyAgreement;
import sevenlayers.handshake.tls.alert.AlertDescription;
import sevenlayers.handshake.tls.alert.TlsFailure;
import sevenlayers.handshake.tls.parameter.NamedGroup;
import sevenlayers.handshake.tls.random.GivenRandom;
import sevenlayers.handshake.tls.random.Randomness;
import sevenlayers.handshake.tls.random.Use;
import sevenlayers.handshake.tls.secret.Secret;
import sevenlayers.wire.Bytes;

/** A key that is used in one handshake only. */
public final class EphemeralKey {
    private static final int X25519_LENGTH = 32;

    private final NamedGroup group;
    private final PrivateKey key;
    private final Bytes share;

    private EphemeralKey(NamedGroup group, PrivateKey key, Bytes share) {
        this.group = group;
        this.key = key;
        this.share = share;
    }

    public static EphemeralKey draw(NamedGroup group, Randomness randomness) {
        try {
            return group == NamedGroup.X25519
                    ? x25519(randomness.next(Use.PRIVATE_KEY, X25519_LENGTH))
                    : onCurve(group, randomness);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static EphemeralKey x25519(Bytes scalar) throws GeneralSecurityException {
        PrivateKey key = KeyFactory.getInstance("X25519")
                .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar.toArray()));
        // RFC 7748 §6.1: the public key is X25519(a, 9).
        Bytes base = Bytes.wrap(new byte[X25519_LENGTH]).flipped(4).flipped(7);
        return new EphemeralKey(NamedGroup.X25519, key, agree(NamedGroup.X25519, key, base));
    }

    private static EphemeralKey onCurve(NamedGroup group, Randomness randomness) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(group.curve()), new GivenRandom(randomness, Use.PRIVATE_KEY));
        KeyPair pair = generator.generateKeyPair();
        return new EphemeralKey(group, pair.getPrivate(), Points.emit((ECPublicKey) pair.getPublic(), group));
    }

    public NamedGroup group() {
        return group;
    }

    /** The public key as it is sent. */
    public Bytes share() {
        return share;
    }

    /**
     * What both compute.
     *
     * @throws TlsFailure with {@code illegal_parameter} where the other end's share is no public key of the group
     */
    public Secret agree(Bytes peerShare) {
        Bytes shared;
        try {
            shared = agree(group, key, peerShare);
        } catch (GeneralSecurityException | IllegalArgumentException refused) {
            throw new TlsFailure(
                    AlertDescription.ILLEGAL_PARAMETER,
                    "a key share that is no public key of " + group.curve() + ", or one that makes the secret known",
                    "RFC 8446 §7.4.2");
        }
        return new Secret(
                "shared_secret",
                shared,
                group == NamedGroup.X25519
                        ? "X25519(own private key, peer's share)"
                        : "x coordinate of own private key * peer's share",
                List.of(new Secret.Input("own share", share), new Secret.Input("peer's share", peerShare)),
                "RFC 8446 §7.4.2");
    }

    private static Bytes agree(NamedGroup group, PrivateKey key, Bytes peerShare) throws GeneralSecurityException {
        // RFC 7748 §6.1: a share of small order gives zeros; the JDK refuses those.
        KeyAgreement agreement = KeyAgreement.getInstance(group == NamedGroup.X25519 ? "X25519" : "ECDH");
        agreement.init(key);
        agreement.doPhase(Points.parse(peerShare, group), true);
        return Bytes.wrap(agreement.generateSecret());
    }
}
