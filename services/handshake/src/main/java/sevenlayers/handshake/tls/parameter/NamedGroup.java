package sevenlayers.handshake.tls.parameter;

import java.util.Arrays;
import java.util.Optional;

/** Groups of (elliptic-curve) Diffie-Hellman that the engine speaks. */
public enum NamedGroup {
    SECP256R1(0x0017, "secp256r1", 65),
    SECP384R1(0x0018, "secp384r1", 97),
    SECP521R1(0x0019, "secp521r1", 133),
    X25519(0x001d, "X25519", 32);

    private final int number;
    private final String curve;
    private final int shareLength;

    NamedGroup(int number, String curve, int shareLength) {
        this.number = number;
        this.curve = curve;
        this.shareLength = shareLength;
    }

    public int number() {
        return number;
    }

    /** JCA's name. */
    public String curve() {
        return curve;
    }

    /** Of a public key as it is sent: a coordinate, or 4 and two of them (RFC 8446 §4.2.8.2). */
    public int shareLength() {
        return shareLength;
    }

    public static Optional<NamedGroup> of(int number) {
        return Arrays.stream(values()).filter(known -> known.number == number).findFirst();
    }

    public static String name(int number) {
        return switch (number) {
            case 0x001e -> "x448";
            case 0x0100 -> "ffdhe2048";
            case 0x0101 -> "ffdhe3072";
            case 0x0102 -> "ffdhe4096";
            case 0x0103 -> "ffdhe6144";
            case 0x0104 -> "ffdhe8192";
            case 0x11ec -> "X25519MLKEM768";
            default ->
                of(number).map(NamedGroup::curve).orElse(Grease.is(number) ? Grease.MEANING : "not known to this lab");
        };
    }
}
