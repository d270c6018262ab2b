package sevenlayers.wire.pcapng;

/** What the bytes of a packet begin with (the registry of link-layer header types). */
public enum LinkType {
    ETHERNET(1),
    /** An IP header. */
    RAW(101);

    private final int number;

    LinkType(int number) {
        this.number = number;
    }

    /** As it stands in an interface's description. */
    public int number() {
        return number;
    }
}
