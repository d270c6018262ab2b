package sevenlayers.handshake.tls.parameter;

import java.util.Arrays;
import java.util.Optional;

/** Cipher suites that the engine speaks. */
public enum CipherSuite {
    TLS_AES_128_GCM_SHA256(0x1301, KeyExchange.TLS_13, BulkCipher.AES_128_GCM, Hash.SHA256),
    TLS_AES_256_GCM_SHA384(0x1302, KeyExchange.TLS_13, BulkCipher.AES_256_GCM, Hash.SHA384),
    TLS_CHACHA20_POLY1305_SHA256(0x1303, KeyExchange.TLS_13, BulkCipher.CHACHA20_POLY1305, Hash.SHA256),
    TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256(0xc02b, KeyExchange.ECDHE_ECDSA, BulkCipher.AES_128_GCM, Hash.SHA256),
    TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384(0xc02c, KeyExchange.ECDHE_ECDSA, BulkCipher.AES_256_GCM, Hash.SHA384),
    TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256(
            0xcca9, KeyExchange.ECDHE_ECDSA, BulkCipher.CHACHA20_POLY1305, Hash.SHA256),
    TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256(0xc02f, KeyExchange.ECDHE_RSA, BulkCipher.AES_128_GCM, Hash.SHA256),
    TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384(0xc030, KeyExchange.ECDHE_RSA, BulkCipher.AES_256_GCM, Hash.SHA384),
    TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256(
            0xcca8, KeyExchange.ECDHE_RSA, BulkCipher.CHACHA20_POLY1305, Hash.SHA256),
    TLS_RSA_WITH_AES_128_GCM_SHA256(0x009c, KeyExchange.RSA, BulkCipher.AES_128_GCM, Hash.SHA256),
    TLS_RSA_WITH_AES_256_GCM_SHA384(0x009d, KeyExchange.RSA, BulkCipher.AES_256_GCM, Hash.SHA384);

    /** RFC 5746 §3.3: not a suite, but a client's word that it renegotiates safely. */
    public static final int EMPTY_RENEGOTIATION_INFO = 0x00ff;

    private static final int FALLBACK = 0x5600;

    private final int number;
    private final KeyExchange keyExchange;
    private final BulkCipher cipher;
    private final Hash hash;

    CipherSuite(int number, KeyExchange keyExchange, BulkCipher cipher, Hash hash) {
        this.number = number;
        this.keyExchange = keyExchange;
        this.cipher = cipher;
        this.hash = hash;
    }

    public int number() {
        return number;
    }

    public KeyExchange keyExchange() {
        return keyExchange;
    }

    public BulkCipher cipher() {
        return cipher;
    }

    /** Of the transcript, of HKDF and of the PRF. */
    public Hash hash() {
        return hash;
    }

    public boolean isOf13() {
        return keyExchange == KeyExchange.TLS_13;
    }

    public static Optional<CipherSuite> of(int number) {
        return Arrays.stream(values()).filter(known -> known.number == number).findFirst();
    }

    /** The name that IANA gives, as far as it is known here. */
    public static String name(int number) {
        return switch (number) {
            case EMPTY_RENEGOTIATION_INFO -> "TLS_EMPTY_RENEGOTIATION_INFO_SCSV";
            case FALLBACK -> "TLS_FALLBACK_SCSV";
            default ->
                of(number).map(CipherSuite::name).orElse(Grease.is(number) ? Grease.MEANING : "not known to this lab");
        };
    }
}
