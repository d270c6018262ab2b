package sevenlayers.handshake.tls.random;

/** What random bytes are for. */
public enum Use {
    CLIENT_RANDOM,
    SERVER_RANDOM,
    SESSION_ID,
    /** An ephemeral private key. */
    PRIVATE_KEY,
    /** The 46 bytes after the version (RFC 5246 §7.4.7.1). */
    PRE_MASTER_SECRET,
    /** What fills an encrypted pre-master secret up to the size of the key. */
    ENCRYPTION_PADDING,
    /** The salt of RSASSA-PSS, the nonce of ECDSA. */
    SIGNATURE,
    TICKET_NONCE,
    TICKET_AGE_ADD,
    TICKET_SEAL
}
