package sevenlayers.handshake.tls.parameter;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import sevenlayers.wire.Bytes;

/** The hash of a cipher suite: of the transcript, and inside HMAC, HKDF and the PRF. */
public enum Hash {
    SHA256("SHA-256", "HmacSHA256", 32),
    SHA384("SHA-384", "HmacSHA384", 48);

    private final String digest;
    private final String hmac;
    private final int length;

    Hash(String digest, String hmac, int length) {
        this.digest = digest;
        this.hmac = hmac;
        this.length = length;
    }

    /** In bytes. */
    public int length() {
        return length;
    }

    public String hmacName() {
        return hmac;
    }

    public Bytes of(Bytes... parts) {
        try {
            MessageDigest running = MessageDigest.getInstance(digest);
            for (Bytes part : parts) {
                running.update(part.buffer());
            }
            return Bytes.wrap(running.digest());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public Bytes hmac(Bytes key, Bytes... parts) {
        try {
            Mac running = Mac.getInstance(hmac);
            // An empty key is filled up with zeros, and JCA takes none that is empty.
            running.init(new SecretKeySpec(key.isEmpty() ? new byte[1] : key.toArray(), hmac));
            for (Bytes part : parts) {
                running.update(part.buffer());
            }
            return Bytes.wrap(running.doFinal());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return digest;
    }
}
