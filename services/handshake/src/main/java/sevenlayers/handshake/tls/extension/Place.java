package sevenlayers.handshake.tls.extension;

/** The message that an extension stands in. */
public enum Place {
    CLIENT_HELLO,
    SERVER_HELLO,
    HELLO_RETRY_REQUEST,
    ENCRYPTED_EXTENSIONS,
    CERTIFICATE,
    CERTIFICATE_REQUEST,
    NEW_SESSION_TICKET
}
