package sevenlayers.wire.pcapng;

/** What the bytes of a packet begin with (the registry of link-layer header types). */
public enum LinkType {
    ETHERNET(1),
    /** An IP header. */
    RAW(101);

    final int number;

    LinkType(int number) {
        this.number = number;
    }
}
