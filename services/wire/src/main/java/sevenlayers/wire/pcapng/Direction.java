package sevenlayers.wire.pcapng;

/** Which way a packet went through the interface at which it was seen (draft-ietf-opsawg-pcapng §4.3.1, bits 0 and 1 of its flags). */
public enum Direction {
    /** Not said. */
    UNKNOWN,
    INBOUND,
    OUTBOUND
}
