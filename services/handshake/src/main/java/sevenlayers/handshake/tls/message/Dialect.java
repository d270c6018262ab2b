package sevenlayers.handshake.tls.message;

/** What has been agreed on: the same message has another body in another version, or with another key exchange. */
public enum Dialect {
    /** TLS 1.2 with the pre-master secret under the server's RSA key. */
    TLS12_RSA,
    /** TLS 1.2 with ephemeral keys on a curve. */
    TLS12_ECDHE,
    TLS13
}
