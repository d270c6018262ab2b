package sevenlayers.wire.tcp;

/** Bytes that arrived: from {@code left} on, up to but without {@code right} (RFC 2018 §3). */
public record SackBlock(int left, int right) {
    static final int LENGTH = 8;
}
