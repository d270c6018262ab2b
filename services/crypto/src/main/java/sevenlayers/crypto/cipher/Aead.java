package sevenlayers.crypto.cipher;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.GCMSIVBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Encryption that notices any change. One key, a nonce that must never come twice under it, a plaintext, and associated data that is
 * authenticated but not encrypted.
 */
public enum Aead {
    AES_128_GCM(1, 16, "AES"),
    AES_256_GCM(2, 32, "AES"),
    CHACHA20_POLY1305(3, 32, "ChaCha20"),
    /** A nonce that comes twice tells of equal messages that they are equal, and nothing else: RFC 8452 §1. */
    AES_128_GCM_SIV(4, 16, "AES"),
    /** As {@link #AES_128_GCM_SIV}. */
    AES_256_GCM_SIV(5, 32, "AES");

    /** RFC 5116 §5.1 and RFC 8439 §2.8: 96 bits. */
    public static final int NONCE_BYTES = 12;

    /** All of them have tags of 128 bits. */
    public static final int TAG_BYTES = 16;

    private final int number;
    private final int keyBytes;
    private final String keyType;

    Aead(int number, int keyBytes, String keyType) {
        this.number = number;
        this.keyBytes = keyBytes;
        this.keyType = keyType;
    }

    /** What stands for it in a ciphertext. */
    int number() {
        return number;
    }

    /** The length of its keys. */
    public int keyBytes() {
        return keyBytes;
    }

    /**
     * The ciphertext, as long as the plaintext, and then the tag.
     *
     * @throws IllegalArgumentException the key or the nonce has the wrong length
     */
    public byte[] seal(byte[] key, byte[] nonce, byte[] plaintext, byte[] associatedData) {
        checkLengths(key, nonce);
        try {
            return run(true, key, nonce, plaintext, associatedData);
        } catch (GeneralSecurityException | InvalidCipherTextException e) {
            throw new IllegalStateException("this runtime cannot encrypt with " + this, e);
        }
    }

    /**
     * The plaintext, all of it or none.
     *
     * @param sealed ciphertext and tag
     * @throws BadCiphertextException anything about it is wrong
     * @throws IllegalArgumentException the key or the nonce has the wrong length
     */
    public byte[] open(byte[] key, byte[] nonce, byte[] sealed, byte[] associatedData) throws BadCiphertextException {
        checkLengths(key, nonce);
        if (sealed.length < TAG_BYTES) {
            throw new BadCiphertextException();
        }
        try {
            return run(false, key, nonce, sealed, associatedData);
        } catch (GeneralSecurityException | InvalidCipherTextException _) {
            throw new BadCiphertextException();
        }
    }

    private byte[] run(boolean encrypt, byte[] key, byte[] nonce, byte[] input, byte[] associatedData)
            throws GeneralSecurityException, InvalidCipherTextException {
        return switch (this) {
            case AES_128_GCM, AES_256_GCM ->
                jdk(
                        "AES/GCM/NoPadding",
                        new GCMParameterSpec(8 * TAG_BYTES, nonce),
                        encrypt,
                        key,
                        input,
                        associatedData);
            case CHACHA20_POLY1305 ->
                jdk("ChaCha20-Poly1305", new IvParameterSpec(nonce), encrypt, key, input, associatedData);
            case AES_128_GCM_SIV, AES_256_GCM_SIV -> gcmSiv(encrypt, key, nonce, input, associatedData);
        };
    }

    private byte[] jdk(
            String transformation,
            AlgorithmParameterSpec parameters,
            boolean encrypt,
            byte[] key,
            byte[] input,
            byte[] associatedData)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(transformation);
        cipher.init(encrypt ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE, new SecretKeySpec(key, keyType), parameters);
        cipher.updateAAD(associatedData);
        return cipher.doFinal(input);
    }

    /** The JDK has no AES-GCM-SIV. */
    private static byte[] gcmSiv(boolean encrypt, byte[] key, byte[] nonce, byte[] input, byte[] associatedData)
            throws InvalidCipherTextException {
        GCMSIVBlockCipher cipher = new GCMSIVBlockCipher();
        cipher.init(encrypt, new AEADParameters(new KeyParameter(key), 8 * TAG_BYTES, nonce, associatedData));
        byte[] output = new byte[cipher.getOutputSize(input.length)];
        int written = cipher.processBytes(input, 0, input.length, output, 0);
        cipher.doFinal(output, written);
        return output;
    }

    private void checkLengths(byte[] key, byte[] nonce) {
        if (key.length != keyBytes || nonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException(this + " takes a key of " + keyBytes + " bytes and a nonce of "
                    + NONCE_BYTES + ", and got " + key.length + " and " + nonce.length);
        }
    }
}
