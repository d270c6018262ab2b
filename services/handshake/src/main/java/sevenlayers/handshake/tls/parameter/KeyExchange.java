package sevenlayers.handshake.tls.parameter;

/** How both sides come to a common secret, and who signs for it. */
public enum KeyExchange {
    /** TLS 1.3: the suite does not say; extensions do. */
    TLS_13,
    /** The client draws the secret and encrypts it with the key of the server's certificate. */
    RSA,
    /** Ephemeral Diffie-Hellman on a curve, signed with an RSA key. */
    ECDHE_RSA,
    /** The same, signed with an EC key. */
    ECDHE_ECDSA
}
