package sevenlayers.crypto.signature;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import sevenlayers.crypto.hash.Hash;
import sevenlayers.crypto.pair.Curve;

/** A way to sign, with all of its parameters. */
public sealed interface Scheme {
    /** The JDK's mechanism, with its parameters set. */
    Signature mechanism() throws GeneralSecurityException;

    /** Whether a signature may have so many bytes, where the mechanism does not mind. */
    default boolean takes(int signatureBytes) {
        return true;
    }

    /**
     * The signature.
     *
     * @throws IllegalArgumentException the key is of another kind, or too short for the hash
     */
    default byte[] sign(PrivateKey key, byte[] message, SecureRandom random) {
        try {
            Signature signature = mechanism();
            signature.initSign(key, random);
            signature.update(message);
            return signature.sign();
        } catch (InvalidKeyException | SignatureException _) {
            throw new IllegalArgumentException("this key does not sign by " + this);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this runtime does not sign by " + this, e);
        }
    }

    /**
     * Whether it is a signature of the message by the key's other half. What is no signature at all is none of it.
     *
     * @throws IllegalArgumentException the key is of another kind
     */
    default boolean verify(PublicKey key, byte[] message, byte[] signed) {
        if (!takes(signed.length)) {
            return false;
        }
        try {
            Signature signature = mechanism();
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(signed);
        } catch (InvalidKeyException _) {
            throw new IllegalArgumentException("this key does not verify by " + this);
        } catch (SignatureException | ProviderException _) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this runtime does not verify by " + this, e);
        }
    }

    /**
     * RFC 8017 §8.1.
     *
     * @param mask the hash of the mask generation function
     */
    record Pss(Hash hash, Hash mask, int saltBytes) implements Scheme {
        /** As everybody has it: one hash for both, and a salt as long as its value. */
        public Pss(Hash hash) {
            this(hash, hash, hash.bytes());
        }

        @Override
        public Signature mechanism() throws GeneralSecurityException {
            Signature signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(new PSSParameterSpec(
                    hash.digest(),
                    "MGF1",
                    new MGF1ParameterSpec(mask.digest()),
                    saltBytes,
                    PSSParameterSpec.TRAILER_FIELD_BC));
            return signature;
        }
    }

    /** RFC 8017 §8.2: no randomness, and no proof; kept for what was built on it. */
    record Pkcs1(Hash hash) implements Scheme {
        @Override
        public Signature mechanism() throws GeneralSecurityException {
            return Signature.getInstance(hash.inNames() + "withRSA");
        }
    }

    /** FIPS 186-5 §6, the two numbers as a SEQUENCE in DER: RFC 3279 §2.2.3. */
    record Ecdsa(Hash hash) implements Scheme {
        @Override
        public Signature mechanism() throws GeneralSecurityException {
            return Signature.getInstance(hash.inNames() + "withECDSA");
        }
    }

    /** FIPS 186-5 §6, the two numbers side by side, each as long as the order: IEEE P1363, as JOSE and WebAuthn have it. */
    record EcdsaP1363(Hash hash, Curve curve) implements Scheme {
        @Override
        public Signature mechanism() throws GeneralSecurityException {
            return Signature.getInstance(hash.inNames() + "withECDSAinP1363Format");
        }

        /** The JDK takes any even length. */
        @Override
        public boolean takes(int signatureBytes) {
            return signatureBytes == 2 * curve.bytes();
        }
    }

    /** FIPS 186-4 §4. */
    record Dsa(Hash hash) implements Scheme {
        @Override
        public Signature mechanism() throws GeneralSecurityException {
            return Signature.getInstance(hash.inNames() + "withDSA");
        }
    }

    /**
     * What has one name for all of its parameters: Ed25519 (RFC 8032 §5.1, the message itself and not its hash), ML-DSA-65 (FIPS 204 §5.2,
     * with an empty context).
     */
    record Named(String name) implements Scheme {
        @Override
        public Signature mechanism() throws GeneralSecurityException {
            return Signature.getInstance(name);
        }
    }
}
