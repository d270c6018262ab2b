package sevenlayers.handshake.tcp.congestion;

/** How much leaves at once where sending is paced (draft-ietf-ccwg-bbr-06 §5.6.3): what a millisecond has, two segments at least. */
public final class SendQuantum {
    private static final double MILLISECOND = 1e-3;
    private static final int MOST = 64 << 10;

    private SendQuantum() {}

    /** @param rate in bytes a second */
    public static int bytes(double rate, int smss) {
        return (int) Math.max(Math.min(rate * MILLISECOND, MOST), 2.0 * smss);
    }
}
