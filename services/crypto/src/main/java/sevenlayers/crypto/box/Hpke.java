package sevenlayers.crypto.box;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import sevenlayers.crypto.cipher.BadCiphertextException;
import sevenlayers.crypto.cipher.Sealer;

/** HPKE in its base mode, X25519 with HKDF-SHA256. A ciphertext is the encapsulated key, 32 bytes, and what is sealed under it. */
enum Hpke implements Box {
    AES_128_GCM(HPKE.aead_AES_GCM128),
    AES_256_GCM(HPKE.aead_AES_GCM256),
    CHACHA20_POLY1305(HPKE.aead_CHACHA20_POLY1305);

    private static final int ENCAPSULATED_BYTES = 32;

    /** RFC 9180 §8.1 leaves it to the application: what both sides know besides the key. */
    private static final byte[] INFO = {};

    private final short aead;

    Hpke(short aead) {
        this.aead = aead;
    }

    @Override
    public int mostBytes() {
        return Sealer.MOST_PLAINTEXT_BYTES;
    }

    @Override
    public byte[] seal(PublicKey key, byte[] plaintext, byte[] associatedData, SecureRandom random) {
        try {
            AsymmetricKeyParameter recipient = PublicKeyFactory.createKey(key.getEncoded());
            HPKEContextWithEncapsulation context = begun(recipient);
            byte[] encapsulated = context.getEncapsulation();
            byte[] sealed = context.seal(associatedData, plaintext);
            return ByteBuffer.allocate(encapsulated.length + sealed.length)
                    .put(encapsulated)
                    .put(sealed)
                    .array();
        } catch (IOException | InvalidCipherTextException e) {
            throw new IllegalStateException("this runtime does not encrypt by HPKE with " + this, e);
        }
    }

    private HPKEContextWithEncapsulation begun(AsymmetricKeyParameter recipient) {
        try {
            return hpke().setupBaseS(recipient, INFO);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(
                    "this public key is a point of small order, with which everybody knows the secret", e);
        }
    }

    @Override
    public byte[] open(KeyPair pair, byte[] ciphertext, byte[] associatedData) throws BadCiphertextException {
        return open(pair, ciphertext, associatedData, INFO);
    }

    byte[] open(KeyPair pair, byte[] ciphertext, byte[] associatedData, byte[] info) throws BadCiphertextException {
        if (ciphertext.length < ENCAPSULATED_BYTES) {
            throw new BadCiphertextException();
        }
        byte[] encapsulated = Arrays.copyOf(ciphertext, ENCAPSULATED_BYTES);
        byte[] sealed = Arrays.copyOfRange(ciphertext, ENCAPSULATED_BYTES, ciphertext.length);
        AsymmetricCipherKeyPair own = keys(pair);
        try {
            return hpke().setupBaseR(encapsulated, own, info).open(associatedData, sealed);
        } catch (InvalidCipherTextException | RuntimeException _) {
            // A point of small order gives a shared secret of zeros, which is refused by an exception without a type.
            throw new BadCiphertextException();
        }
    }

    private HPKE hpke() {
        return new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, aead);
    }

    private static AsymmetricCipherKeyPair keys(KeyPair pair) {
        try {
            return new AsymmetricCipherKeyPair(
                    PublicKeyFactory.createKey(pair.getPublic().getEncoded()),
                    PrivateKeyFactory.createKey(pair.getPrivate().getEncoded()));
        } catch (IOException e) {
            throw new IllegalStateException("this runtime does not read its own keys", e);
        }
    }
}
