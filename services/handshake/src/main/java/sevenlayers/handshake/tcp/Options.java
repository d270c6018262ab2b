package sevenlayers.handshake.tcp;

import sevenlayers.wire.tcp.TcpFlags;
import sevenlayers.wire.tcp.TcpSegment;

/** What the two SYNs agree upon (RFC 9293 §3.7.1, RFC 7323 §2 and §3, RFC 2018 §2). */
final class Options {
    /** RFC 9293 §3.7.1, MUST-15: what a segment may hold where the SYN does not say it. */
    static final int DEFAULT_MSS = 536;

    /** Headers of IPv4 and TCP without options (RFC 6691 §2). */
    static final int HEADERS = 40;

    // A segment must have room for data beside 40 bytes of options, whatever the other end says.
    private static final int SMALLEST_MSS = 48;
    private static final int LARGEST_SHIFT = 14;

    private final TcpSettings settings;
    private final int ownMss;
    private int mtu;
    private int peerMss = DEFAULT_MSS;
    private boolean timestamps;
    private boolean sack;
    private boolean scaled;
    private int sendShift;
    private final int ownShift;

    Options(TcpSettings settings, int mtu) {
        this.settings = settings;
        this.mtu = mtu;
        ownMss = settings.maximumSegmentSize() == TcpSettings.FROM_MTU
                ? Math.max(SMALLEST_MSS, mtu - HEADERS)
                : settings.maximumSegmentSize();
        ownShift = settings.windowScale() == TcpSettings.FROM_BUFFER
                ? shiftFor(settings.receiveBufferBytes())
                : Math.max(0, settings.windowScale());
    }

    private static int shiftFor(int bufferBytes) {
        int shift = 0;
        while (shift < LARGEST_SHIFT && bufferBytes >>> shift > 0xffff) {
            shift++;
        }
        return shift;
    }

    /** From the other end's SYN. An option is in use where both ends have offered it. */
    void learn(TcpSegment syn) {
        var offered = syn.options();
        peerMss = offered.maximumSegmentSize() < 0 ? DEFAULT_MSS : offered.maximumSegmentSize();
        timestamps = settings.timestamps() && offered.hasTimestamps();
        sack = settings.sack() && offered.sackPermitted();
        scaled = offersScale() && offered.windowScale() >= 0;
        // RFC 7323 §2.3: more than 14 counts as 14.
        sendShift = scaled ? Math.min(LARGEST_SHIFT, offered.windowScale()) : 0;
    }

    /** Whether this SYN of ours offers it: all in the first one, in an answer only what the other end has offered. */
    boolean offersTimestamps(boolean answer) {
        return answer ? timestamps : settings.timestamps();
    }

    boolean offersSack(boolean answer) {
        return answer ? sack : settings.sack();
    }

    boolean offersScale(boolean answer) {
        return answer ? scaled : offersScale();
    }

    private boolean offersScale() {
        return settings.windowScale() != TcpSettings.NOT_OFFERED;
    }

    boolean timestamps() {
        return timestamps;
    }

    boolean sack() {
        return sack;
    }

    boolean scaled() {
        return scaled;
    }

    /** The shift that our SYN offers. */
    int ownShift() {
        return ownShift;
    }

    /** Snd.Wind.Shift */
    int sendShift() {
        return sendShift;
    }

    /** Rcv.Wind.Shift */
    int receiveShift() {
        return scaled ? ownShift : 0;
    }

    /** SEG.WND as it is meant: RFC 7323 §2.2, the window of a SYN is never scaled. */
    int window(TcpSegment segment) {
        return segment.has(TcpFlags.SYN) ? segment.window() : segment.window() << sendShift;
    }

    /** What our SYN says: the options of later segments are not taken off (RFC 6691 §2). */
    int ownMss() {
        return ownMss;
    }

    /** The largest segment that may be sent, options included: min(SendMSS, the path's MTU less 40) (RFC 9293 §3.7.1, MUST-16). */
    int sendMss() {
        return Math.max(SMALLEST_MSS, Math.min(peerMss, mtu - HEADERS));
    }

    int mtu() {
        return mtu;
    }

    void mtu(int bytes) {
        mtu = bytes;
    }
}
