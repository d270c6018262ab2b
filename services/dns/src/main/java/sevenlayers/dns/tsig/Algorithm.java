package sevenlayers.dns.tsig;

import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.Name;

/** What messages are signed with (RFC 8945 §6). HMAC-MD5 is not among them: it must not be used any more. */
public enum Algorithm {
    HMAC_SHA1("hmac-sha1", "HmacSHA1", 20),
    HMAC_SHA224("hmac-sha224", "HmacSHA224", 28),
    HMAC_SHA256("hmac-sha256", "HmacSHA256", 32),
    HMAC_SHA256_128("hmac-sha256-128", "HmacSHA256", 16),
    HMAC_SHA384("hmac-sha384", "HmacSHA384", 48),
    HMAC_SHA384_192("hmac-sha384-192", "HmacSHA384", 24),
    HMAC_SHA512("hmac-sha512", "HmacSHA512", 64),
    HMAC_SHA512_256("hmac-sha512-256", "HmacSHA512", 32);

    private final Name label;
    private final String jca;
    private final int length;

    Algorithm(String label, String jca, int length) {
        this.label = Name.fromConstantString(label + ".");
        this.jca = jca;
        this.length = length;
    }

    /** As it stands in the record. */
    public Name label() {
        return label;
    }

    /** Bytes of its MAC; of those whose name ends with a number that is less than what the hash has. */
    public int length() {
        return length;
    }

    String jca() {
        return jca;
    }

    /** By its name, with or without the last dot. */
    public static Optional<Algorithm> of(String label) {
        return Arrays.stream(values())
                .filter(each -> each.label.toString(true).equalsIgnoreCase(label)
                        || each.label.toString().equalsIgnoreCase(label))
                .findFirst();
    }
}
