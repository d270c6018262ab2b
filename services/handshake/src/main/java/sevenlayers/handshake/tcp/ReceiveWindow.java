package sevenlayers.handshake.tcp;

import sevenlayers.handshake.tcp.rule.Rule;

/** The window that is offered: room that is left, in steps that are worth it (RFC 9293 §3.8.6.2.2), and never taken back (§3.8.6). */
final class ReceiveWindow {
    private final Tcb t;

    ReceiveWindow(Tcb t) {
        this.t = t;
    }

    /** For the header of a segment that leaves now; moves the right edge where that is due. */
    int advertise(boolean syn) {
        int shift = syn ? 0 : t.options.receiveShift();
        // What was offered stays offered: rounded up where the edge is between two units (RFC 7323 §2.4), less than a
        // unit beyond the buffer.
        int window = t.rcvWnd() + (1 << shift) - 1 >>> shift;
        if (gain() >= step()) {
            // One unit where the room is less than that: 0 would be said for ever.
            window = Math.max(window, Math.max(1, t.receiveBuffer.free() >>> shift));
        }
        window = Math.min(window, 0xffff);
        int edge = t.rcvNxt + (window << shift);
        if (edge - t.rcvAdv > 0) {
            t.rcvAdv = edge;
        }
        return window;
    }

    /** By how much the right edge could move: RCV.BUFF - RCV.USER - RCV.WND. */
    private int gain() {
        return t.receiveBuffer.free() - t.rcvWnd();
    }

    /** min(Fr * RCV.BUFF, Eff.snd.MSS), Fr = 1/2 */
    private int step() {
        if (!t.settings.sillyWindowAvoidance()) {
            return 1; // RFC 813: every byte that is read is offered at once
        }
        return Math.max(1, Math.min(t.receiveBuffer.capacity() / 2, t.options.ownMss()));
    }

    /** The program has read: is the other end to be told at once? It is where it may be waiting for room. */
    void read() {
        if (!t.state.mayReceive()) {
            return;
        }
        int offered = t.rcvWnd();
        int largest = Math.min(t.receiveBuffer.capacity(), 0xffff << t.options.receiveShift());
        boolean nearlyClosed = offered < 2 * step() && gain() >= step();
        boolean half = offered <= largest / 2 && gain() >= Math.min(largest / 2, 2 * t.options.ownMss());
        boolean silly = !t.settings.sillyWindowAvoidance() && gain() > 0;
        if ((silly || nearlyClosed || half) && offered < largest) {
            t.segments.acknowledge(Rule.WINDOW_UPDATE);
        }
    }
}
