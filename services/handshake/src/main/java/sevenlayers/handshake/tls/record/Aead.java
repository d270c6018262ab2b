package sevenlayers.handshake.tls.record;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import sevenlayers.handshake.tls.parameter.BulkCipher;
import sevenlayers.wire.Bytes;

/** Authenticated encryption with one key. */
final class Aead {
    private final BulkCipher kind;
    private final Key key;
    private final Cipher cipher;

    Aead(BulkCipher kind, Bytes key) {
        if (key.length() != kind.keyLength()) {
            throw new IllegalArgumentException(kind + " has keys of " + kind.keyLength() + " bytes: " + key.length());
        }
        this.kind = kind;
        this.key = new SecretKeySpec(key.toArray(), kind == BulkCipher.CHACHA20_POLY1305 ? "ChaCha20" : "AES");
        try {
            this.cipher = Cipher.getInstance(kind.transformation());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Bytes seal(Bytes nonce, Bytes authenticated, Bytes plain) {
        try {
            return run(Cipher.ENCRYPT_MODE, nonce, authenticated, plain);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Empty where the tag does not fit. */
    Optional<Bytes> open(Bytes nonce, Bytes authenticated, Bytes sealed) {
        try {
            return Optional.of(run(Cipher.DECRYPT_MODE, nonce, authenticated, sealed));
        } catch (AEADBadTagException changed) {
            return Optional.empty();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Bytes run(int mode, Bytes nonce, Bytes authenticated, Bytes in) throws GeneralSecurityException {
        AlgorithmParameterSpec parameters = kind == BulkCipher.CHACHA20_POLY1305
                ? new IvParameterSpec(nonce.toArray())
                : new GCMParameterSpec(8 * BulkCipher.TAG, nonce.toArray());
        try {
            cipher.init(mode, key, parameters);
        } catch (java.security.InvalidAlgorithmParameterException | java.security.InvalidKeyException reuse) {
            // JCA sees a key and nonce that come again; a sequence number never does.
            throw new IllegalStateException(reuse);
        }
        cipher.updateAAD(authenticated.buffer());
        return Bytes.wrap(cipher.doFinal(in.toArray()));
    }

    /** The nonce of a record: its number, under a mask of the key's (RFC 8446 §5.3, RFC 7905 §2). */
    static Bytes masked(Bytes iv, long sequenceNumber) {
        byte[] nonce = iv.toArray();
        for (int i = 0; i < 8; i++) {
            nonce[nonce.length - 1 - i] ^= (byte) (sequenceNumber >>> 8 * i);
        }
        return Bytes.wrap(nonce);
    }
}
