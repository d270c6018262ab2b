package sevenlayers.handshake.tls.record;

import sevenlayers.wire.Bytes;

/** What is in a record when it is open: its real type, and its content. */
public record Plaintext(int contentType, Bytes content) {}
