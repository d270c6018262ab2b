package sevenlayers.handshake.tls.parameter;

/** How records are sealed: authenticated encryption with a tag of 16 bytes and a nonce of 12. */
public enum BulkCipher {
    AES_128_GCM("AES/GCM/NoPadding", 16, 4),
    AES_256_GCM("AES/GCM/NoPadding", 32, 4),
    CHACHA20_POLY1305("ChaCha20-Poly1305", 32, 12);

    public static final int TAG = 16;
    public static final int NONCE = 12;

    private final String transformation;
    private final int keyLength;
    private final int fixedIvLength12;

    BulkCipher(String transformation, int keyLength, int fixedIvLength12) {
        this.transformation = transformation;
        this.keyLength = keyLength;
        this.fixedIvLength12 = fixedIvLength12;
    }

    /** JCA's name. */
    public String transformation() {
        return transformation;
    }

    public int keyLength() {
        return keyLength;
    }

    /** How much of the nonce TLS 1.2 takes from the key block: RFC 5288 §3 sends the other 8 bytes with each record, RFC 7905 §2 none. */
    public int fixedIvLength12() {
        return fixedIvLength12;
    }

    /** How many bytes of nonce a record of TLS 1.2 carries. */
    public int explicitNonce12() {
        return NONCE - fixedIvLength12;
    }
}
