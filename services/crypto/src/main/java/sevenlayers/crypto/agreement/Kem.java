package sevenlayers.crypto.agreement;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import javax.crypto.DecapsulateException;
import javax.crypto.KEM;
import sevenlayers.crypto.pair.PairType;

/** Key encapsulation of FIPS 203. */
public enum Kem {
    ML_KEM_512("ML-KEM-512", 768),
    ML_KEM_768("ML-KEM-768", 1088),
    ML_KEM_1024("ML-KEM-1024", 1568);

    private final PairType pairs;
    private final int encapsulatedBytes;

    Kem(String name, int encapsulatedBytes) {
        this.pairs = new PairType.Named(name);
        this.encapsulatedBytes = encapsulatedBytes;
    }

    /** A secret of 32 bytes, and how it gets to the owner of a key. */
    public record Encapsulated(byte[] secret, byte[] encapsulated) {}

    /** The kind of keys. */
    public PairType pairs() {
        return pairs;
    }

    /** Of what is sent, in bytes: FIPS 203 table 3. */
    public int encapsulatedBytes() {
        return encapsulatedBytes;
    }

    /** A new secret. */
    public Encapsulated encapsulate(PublicKey key, SecureRandom random) {
        try {
            KEM.Encapsulated made =
                    KEM.getInstance("ML-KEM").newEncapsulator(key, random).encapsulate();
            return new Encapsulated(made.key().getEncoded(), made.encapsulation());
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException(
                    "it is no public key of " + this + ": FIPS 203 §7.2 checks its numbers", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this runtime has no " + this, e);
        }
    }

    /**
     * The secret that was sent. Bytes that were changed on the way give another one, which is no failure (FIPS 203 §6.3).
     *
     * @throws IllegalArgumentException there are not {@link #encapsulatedBytes()}
     */
    public byte[] decapsulate(PrivateKey key, byte[] encapsulated) {
        if (encapsulated.length != encapsulatedBytes) {
            throw new IllegalArgumentException(
                    encapsulated.length + " bytes are none of " + this + "; allowed: " + encapsulatedBytes);
        }
        try {
            return KEM.getInstance("ML-KEM")
                    .newDecapsulator(key)
                    .decapsulate(encapsulated)
                    .getEncoded();
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException(
                    "it is no private key of " + this + ": FIPS 203 §7.3 checks its hash", e);
        } catch (DecapsulateException e) {
            throw new IllegalArgumentException("these bytes are none of " + this, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this runtime has no " + this, e);
        }
    }
}
