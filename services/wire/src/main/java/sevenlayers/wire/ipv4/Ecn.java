package sevenlayers.wire.ipv4;

/** The two lowest bits of the second byte of the header (RFC 3168 §5). */
public final class Ecn {
    /** The transport does not know of it: a congested queue drops. */
    public static final int NOT_ECT = 0;

    public static final int ECT_1 = 1;

    /** The transport can be told. */
    public static final int ECT_0 = 2;

    /** It is being told: congestion experienced. */
    public static final int CE = 3;

    private Ecn() {}
}
