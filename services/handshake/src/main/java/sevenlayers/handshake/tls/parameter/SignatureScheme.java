package sevenlayers.handshake.tls.parameter;

import java.util.Arrays;
import java.util.Optional;

/** How a handshake is signed, every parameter in one number (RFC 8446 §4.2.3). */
public enum SignatureScheme {
    ECDSA_SECP256R1_SHA256(0x0403, "SHA256withECDSA", "EC", 256),
    ECDSA_SECP384R1_SHA384(0x0503, "SHA384withECDSA", "EC", 384),
    ECDSA_SECP521R1_SHA512(0x0603, "SHA512withECDSA", "EC", 521),
    RSA_PSS_RSAE_SHA256(0x0804, "RSASSA-PSS", "RSA", 256),
    RSA_PSS_RSAE_SHA384(0x0805, "RSASSA-PSS", "RSA", 384),
    RSA_PSS_RSAE_SHA512(0x0806, "RSASSA-PSS", "RSA", 512),
    ED25519(0x0807, "Ed25519", "EdDSA", 0),
    RSA_PKCS1_SHA256(0x0401, "SHA256withRSA", "RSA", 256),
    RSA_PKCS1_SHA384(0x0501, "SHA384withRSA", "RSA", 384),
    RSA_PKCS1_SHA512(0x0601, "SHA512withRSA", "RSA", 512);

    private final int number;
    private final String algorithm;
    private final String keyAlgorithm;
    private final int bits;

    SignatureScheme(int number, String algorithm, String keyAlgorithm, int bits) {
        this.number = number;
        this.algorithm = algorithm;
        this.keyAlgorithm = keyAlgorithm;
        this.bits = bits;
    }

    public int number() {
        return number;
    }

    /** JCA's name. */
    public String algorithm() {
        return algorithm;
    }

    /** JCA's name of the kind of key. */
    public String keyAlgorithm() {
        return keyAlgorithm;
    }

    /** Of the curve for ECDSA, of the hash for RSA. */
    public int bits() {
        return bits;
    }

    public boolean isPss() {
        return algorithm.equals("RSASSA-PSS");
    }

    /** RFC 8446 §4.2.3: PKCS #1 v1.5 appears in certificates only, and is not for handshakes of TLS 1.3. */
    public boolean signs13() {
        return keyAlgorithm.equals("RSA") ? isPss() : true;
    }

    public static Optional<SignatureScheme> of(int number) {
        return Arrays.stream(values()).filter(known -> known.number == number).findFirst();
    }

    public static String name(int number) {
        return of(number)
                .map(known -> known.name().toLowerCase(java.util.Locale.ROOT))
                .orElse(
                        switch (number) {
                            case 0x0201 -> "rsa_pkcs1_sha1";
                            case 0x0203 -> "ecdsa_sha1";
                            case 0x0202 -> "dsa_sha1";
                            case 0x0402 -> "dsa_sha256";
                            case 0x0502 -> "dsa_sha384";
                            case 0x0602 -> "dsa_sha512";
                            case 0x0808 -> "ed448";
                            case 0x0809 -> "rsa_pss_pss_sha256";
                            case 0x080a -> "rsa_pss_pss_sha384";
                            case 0x080b -> "rsa_pss_pss_sha512";
                            default -> Grease.is(number) ? Grease.MEANING : "not known to this lab";
                        });
    }
}
