package sevenlayers.dns.tsig;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.xbill.DNS.Name;

/** A secret that two sides share, its name, and the one algorithm that it is used with (RFC 8945 §5.2.1). */
public final class Key {
    private static final int MOST_NAME = 100;

    private final Name name;
    private final Algorithm algorithm;
    private final SecretKeySpec secret;

    /** @param secret one byte at least; RFC 8945 §8 advises as many as the MAC has */
    public Key(Name name, Algorithm algorithm, byte[] secret) {
        if (name.length() > MOST_NAME) {
            throw new IllegalArgumentException("a key's name has " + MOST_NAME + " bytes at most, not " + name.length()
                    + ": it goes with each message");
        }
        if (secret.length == 0) {
            throw new IllegalArgumentException("the secret of " + name + " is empty");
        }
        this.name = name;
        this.algorithm = algorithm;
        this.secret = new SecretKeySpec(secret, algorithm.jca());
    }

    /** The way that configurations say it: the secret in base64. */
    public static Key of(Name name, String algorithm, String secret) {
        Optional<Algorithm> known = Algorithm.of(algorithm);
        if (known.isEmpty()) {
            throw new IllegalArgumentException("\"" + algorithm + "\" is no algorithm of TSIG that is spoken here");
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(secret);
        } catch (IllegalArgumentException e) {
            // What the decoder says has a character of the secret in it.
            throw new IllegalArgumentException("the secret of " + name + " is not base64");
        }
        return new Key(name, known.get(), bytes);
    }

    public Name name() {
        return name;
    }

    public Algorithm algorithm() {
        return algorithm;
    }

    Mac mac() {
        try {
            Mac mac = Mac.getInstance(algorithm.jca());
            mac.init(secret);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has " + algorithm.jca(), e);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "key " + name + " " + algorithm.label();
    }
}
