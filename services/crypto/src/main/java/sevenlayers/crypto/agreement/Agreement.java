package sevenlayers.crypto.agreement;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import javax.crypto.KeyAgreement;
import sevenlayers.crypto.pair.BadKeyException;
import sevenlayers.crypto.pair.Curve;
import sevenlayers.crypto.pair.PairType;

/** Diffie-Hellman. What comes out is a number that both sides know, and not yet a key. */
public enum Agreement {
    X25519(new PairType.Named("X25519"), "X25519"),
    ECDH_P256(new PairType.Elliptic(Curve.P256), "ECDH"),
    ECDH_P384(new PairType.Elliptic(Curve.P384), "ECDH"),
    ECDH_P521(new PairType.Elliptic(Curve.P521), "ECDH"),
    FFDHE2048(new PairType.Ffdhe(2048), "DH"),
    FFDHE3072(new PairType.Ffdhe(3072), "DH");

    private final PairType pairs;
    private final String jca;

    Agreement(PairType pairs, String jca) {
        this.pairs = pairs;
        this.jca = jca;
    }

    /** The kind of keys. */
    public PairType pairs() {
        return pairs;
    }

    /**
     * The secret of both.
     *
     * @param theirs as {@link PairType#parsePublic} has judged it
     * @throws BadKeyException theirs gives a secret that everybody knows (RFC 7748 §6.1: all zeros)
     */
    public byte[] secret(PrivateKey own, PublicKey theirs) throws BadKeyException {
        try {
            KeyAgreement agreement = KeyAgreement.getInstance(jca);
            agreement.init(own);
            agreement.doPhase(theirs, true);
            return agreement.generateSecret();
        } catch (InvalidKeyException | IllegalStateException e) {
            throw new BadKeyException(
                    "with this public key the secret would be one that everybody knows; allowed: a point of large order");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this runtime does not agree by " + this, e);
        }
    }
}
