package sevenlayers.handshake.tls.parameter;

/** RFC 8701: numbers that mean nothing, sent so that peers learn to pass over what they do not know. */
public final class Grease {
    public static final String MEANING = "GREASE (RFC 8701): means nothing, must be passed over";

    private Grease() {}

    /** 0x0a0a, 0x1a1a, ... 0xfafa. */
    public static boolean is(int number) {
        return (number & 0x0f0f) == 0x0a0a && number >>> 8 == (number & 0xff);
    }
}
