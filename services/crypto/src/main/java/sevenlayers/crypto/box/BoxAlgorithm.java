package sevenlayers.crypto.box;

import java.security.PublicKey;
import java.security.SecureRandom;
import sevenlayers.crypto.cipher.BadCiphertextException;
import sevenlayers.crypto.hash.Hash;
import sevenlayers.crypto.pair.PairType;

/** Encrypts to a public key. The name says every parameter. */
public enum BoxAlgorithm {
    RSA_OAEP_2048_SHA256(new PairType.Rsa(2048), new Oaep(2048, Hash.SHA256)),
    RSA_OAEP_3072_SHA256(new PairType.Rsa(3072), new Oaep(3072, Hash.SHA256)),
    RSA_OAEP_4096_SHA512(new PairType.Rsa(4096), new Oaep(4096, Hash.SHA512)),
    HPKE_X25519_HKDF_SHA256_AES_128_GCM(new PairType.Named("X25519"), Hpke.AES_128_GCM),
    HPKE_X25519_HKDF_SHA256_AES_256_GCM(new PairType.Named("X25519"), Hpke.AES_256_GCM),
    HPKE_X25519_HKDF_SHA256_CHACHA20_POLY1305(new PairType.Named("X25519"), Hpke.CHACHA20_POLY1305);

    private final PairType pairs;
    private final Box box;

    BoxAlgorithm(PairType pairs, Box box) {
        this.pairs = pairs;
        this.box = box;
    }

    /** The kind of its keys. */
    public PairType pairs() {
        return pairs;
    }

    /** The most bytes of a plaintext. */
    public int mostBytes() {
        return box.mostBytes();
    }

    /** A new key. */
    public OpeningKey generate(SecureRandom random) {
        return new OpeningKey(this, pairs.generate(random), random);
    }

    /**
     * A ciphertext that only the private key opens. Two of one plaintext differ.
     *
     * @throws IllegalArgumentException there are more than {@link #mostBytes()}
     */
    public byte[] seal(PublicKey key, byte[] plaintext, byte[] associatedData, SecureRandom random) {
        if (plaintext.length > mostBytes()) {
            throw new IllegalArgumentException(
                    plaintext.length + " bytes are more than " + this + " holds; allowed: " + mostBytes());
        }
        return box.seal(key, plaintext, associatedData, random);
    }

    byte[] open(OpeningKey key, byte[] ciphertext, byte[] associatedData) throws BadCiphertextException {
        return box.open(key.pair(), ciphertext, associatedData);
    }
}
