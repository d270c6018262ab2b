package sevenlayers.crypto.mac;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import sevenlayers.crypto.hash.Hash;

/** RFC 2104 with each hash function, the key in the caller's hands. */
public enum Hmac {
    HMAC_SHA1(Hash.SHA1),
    HMAC_SHA224(Hash.SHA224),
    HMAC_SHA256(Hash.SHA256),
    HMAC_SHA384(Hash.SHA384),
    HMAC_SHA512(Hash.SHA512);

    private final Hash hash;

    Hmac(Hash hash) {
        this.hash = hash;
    }

    /** The length of a tag, and of the keys that are made for it: RFC 2104 §3 advises against shorter ones. */
    public int bytes() {
        return hash.bytes();
    }

    /**
     * The tag, in full length.
     *
     * @param key of any length but 0, which the JDK does not take
     */
    public byte[] tag(byte[] key, byte[] message) {
        String name = "Hmac" + hash.inNames();
        try {
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(key, name));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this runtime has no " + name, e);
        }
    }

    /** Whether {@code tag} is that of the message, found out in a time that does not depend on where it differs. */
    public boolean verify(byte[] key, byte[] message, byte[] tag) {
        return MessageDigest.isEqual(tag(key, message), tag);
    }
}
