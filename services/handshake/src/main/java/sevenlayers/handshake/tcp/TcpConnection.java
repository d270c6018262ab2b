package sevenlayers.handshake.tcp;

import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.memory.Allowance;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.icmp.IcmpMessage;
import sevenlayers.wire.tcp.TcpFlags;
import sevenlayers.wire.tcp.TcpSegment;

/**
 * One end of a connection: a step from a state and an event to the next state, with effects. Each method says when it happens; time never
 * goes back. All that a connection does it says to its {@link TcpEffects}. Nothing in here is safe for several threads at once.
 */
public final class TcpConnection {
    private final Tcb t;
    private final Opening opening;
    private final SegmentArrival arrival;
    private final IcmpErrors icmp;

    /** In CLOSED. Nothing happens before {@link #open} or {@link #listen}. */
    public TcpConnection(TcpSettings settings, TcpIdentity identity, TcpEffects effects) {
        t = new Tcb(settings, identity, effects);
        arrival = new SegmentArrival(t);
        opening = new Opening(t, arrival);
        icmp = new IcmpErrors(t);
    }

    // ---- calls of the program (RFC 9293 §3.9.1); each says nothing but through the effects

    /** Passive open: waits for a SYN. */
    public void listen(long nowNanos) {
        t.now = nowNanos;
        opening.listen();
    }

    /** Active open: sends a SYN. From CLOSED, or from LISTEN. */
    public void open(long nowNanos) {
        t.now = nowNanos;
        opening.open();
    }

    /**
     * Takes as much of the data as there is room for in the send buffer, and sends what may be sent.
     *
     * @param more whether the program will write more at once: a segment that is not full waits for it
     * @param urgent whether the last byte taken is the end of urgent data
     * @return how many bytes were taken; -1: this direction is closed, or there is no connection
     */
    public int send(long nowNanos, Bytes data, boolean more, boolean urgent) {
        t.now = nowNanos;
        if (t.state == TcpState.LISTEN) {
            opening.open(); // §3.10.2: LISTEN, the other end is known: as an active open
        }
        if (!t.state.maySend() || t.closing.writerClosed()) {
            return -1;
        }
        t.sender.applicationLimited();
        int taken = t.output.write(data, more, urgent);
        t.acks.answered();
        t.output.run();
        return taken;
    }

    /** Takes up to so many bytes that have arrived in order: one piece, without copying, so that more may be there. Empty: nothing is. */
    public Bytes receive(long nowNanos, int most) {
        t.now = nowNanos;
        Bytes taken = t.receiveBuffer.take(most);
        if (!taken.isEmpty()) {
            t.effects.delivered(taken.length());
            t.receiveWindow.read();
        }
        return taken;
    }

    /** What {@link #receive} would give, {@code from} bytes ahead; it stays. */
    public Bytes peek(int from, int most) {
        return t.receiveBuffer.peek(from, most);
    }

    /** Ends this direction: a FIN follows what was written (RFC 9293 §3.9.1.4). Data may still arrive. */
    public void shutdown(long nowNanos) {
        t.now = nowNanos;
        t.closing.shutdown();
    }

    /** The program is gone: as {@link #shutdown}, and nobody will read. What is unread, or arrives, makes it a reset (§3.6.1). */
    public void close(long nowNanos) {
        t.now = nowNanos;
        t.closing.close();
    }

    /** Resets the connection (RFC 9293 §3.9.1.6). */
    public void abort(long nowNanos) {
        t.now = nowNanos;
        t.closing.abort();
    }

    /** Like {@link #abort}, in a state that sends none: the connection is forgotten without a word. */
    public void forget(long nowNanos, Rule rule) {
        t.now = nowNanos;
        t.closing.closed(rule);
    }

    // ---- what happens to it

    /** @param ecn the two bits of the IP header that it came in */
    public void segmentArrived(long nowNanos, TcpSegment segment, int ecn) {
        t.now = nowNanos;
        t.counters.segmentsIn++;
        switch (t.state) {
            case CLOSED -> opening.arrivedInClosed(segment);
            case LISTEN -> opening.arrivedInListen(segment);
            case SYN_SENT -> opening.arrivedInSynSent(segment, ecn);
            case SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT ->
                arrival.arrived(segment, ecn);
        }
    }

    public void timerFired(TcpTimer timer, long nowNanos) {
        t.now = nowNanos;
        if (!t.timers.expires(timer, nowNanos)) {
            return;
        }
        t.effects.timerFired(timer, timer.rule());
        t.sender.applicationLimited();
        switch (timer) {
            case RETRANSMISSION -> t.retransmission.fired();
            case DELAYED_ACK -> t.acks.fired();
            case PERSIST -> t.persist.fired();
            case KEEPALIVE -> t.keepalive.fired();
            case TIME_WAIT -> t.closing.closed(Rule.TIME_WAIT_OVER);
            case USER_TIMEOUT -> t.userTimeout.fired();
            case REORDERING -> t.sender.reorderingTimeout();
            case TAIL_LOSS_PROBE -> t.tail.fired();
            case PACING -> t.output.run();
            case FIN_WAIT_2 -> t.closing.closed(Rule.FIN_WAIT_2_OVER);
        }
    }

    /** @param quotedSequenceNumber of the segment that the message quotes */
    public void icmpArrived(long nowNanos, IcmpMessage message, int quotedSequenceNumber) {
        t.now = nowNanos;
        icmp.arrived(message, quotedSequenceNumber);
    }

    // ---- options that a program may change while it runs

    /** §3.10.8 and RFC 6191 §2: whether this SYN may take the place of a connection that is in TIME-WAIT. */
    public boolean makesWayFor(TcpSegment syn) {
        return t.state == TcpState.TIME_WAIT
                && (syn.flags() & (TcpFlags.SYN | TcpFlags.RST | TcpFlags.ACK)) == TcpFlags.SYN
                && t.timestamps.isNewer(syn);
    }

    /** Another way to control congestion from now on; it takes over the window. */
    public void congestionControl(String name) {
        t.sender.use(name);
    }

    /** Nagle's algorithm, off where {@code noDelay} (MUST-17). */
    public void noDelay(long nowNanos, boolean noDelay) {
        t.now = nowNanos;
        t.output.noDelay(noDelay);
        t.output.run();
    }

    /** Segments that are not full wait until it is off (TCP_CORK). */
    public void cork(long nowNanos, boolean cork) {
        t.now = nowNanos;
        t.output.corked(cork);
        t.output.run();
    }

    /** Acknowledges at once what waits to be acknowledged, and from now on (TCP_QUICKACK), or not. */
    public void quickAck(long nowNanos, boolean quickAck) {
        t.now = nowNanos;
        t.acks.quick(quickAck);
        t.acks.settle();
    }

    public void keepalive(long nowNanos, boolean on, long idleNanos, long intervalNanos, int probes) {
        t.now = nowNanos;
        t.keepalive.set(on, idleNanos, intervalNanos, probes);
    }

    /** 0: as {@code retries} says. */
    public void userTimeout(long nowNanos, long nanos) {
        t.now = nowNanos;
        t.userTimeout.set(nanos);
    }

    public void bufferSizes(long nowNanos, int sendBytes, int receiveBytes) {
        t.now = nowNanos;
        t.sendBuffer.capacity(sendBytes);
        t.receiveBuffer.capacity(receiveBytes);
        t.receiveWindow.read();
    }

    // ---- how it is

    public TcpSettings settings() {
        return t.settings;
    }

    public TcpIdentity identity() {
        return t.identity;
    }

    public TcpState state() {
        return t.state;
    }

    /** Whether it began with {@link #listen}. */
    public boolean isPassive() {
        return t.passive;
    }

    /** Why it ended, if it did not close as both ends wished: REFUSED, RESET, TIMED_OUT, UNREACHABLE; null otherwise. */
    public @Nullable TcpNotification failure() {
        return t.closing.failure();
    }

    /** The last soft error (RFC 9293 §3.9.2.2); null: there was none. */
    public @Nullable IcmpMessage softError() {
        return icmp.softError();
    }

    public int iss() {
        return t.iss;
    }

    public int irs() {
        return t.irs;
    }

    public int sndUna() {
        return t.sndUna;
    }

    public int sndNxt() {
        return t.sndNxt;
    }

    /** Scaled, in bytes. */
    public long sndWnd() {
        return t.sndWnd;
    }

    public int rcvNxt() {
        return t.rcvNxt;
    }

    /** Scaled, in bytes. */
    public long rcvWnd() {
        return t.rcvWnd();
    }

    /** In bytes. */
    public long cwnd() {
        return t.sender.congestion().cwnd();
    }

    /** In bytes; -1 while there is none. */
    public long ssthresh() {
        int threshold = t.sender.congestion().ssthresh();
        return threshold == Integer.MAX_VALUE ? -1 : threshold;
    }

    /** Of congestion control: {@code slow start}, ... */
    public String phase() {
        return t.sender.recovery() == Sender.Recovery.LOSS
                ? "loss"
                : t.sender.congestion().phase();
    }

    /** Written by the program, not yet acknowledged. */
    public int sendBufferBytes() {
        return t.sendBuffer.size();
    }

    /** Of these, not yet sent. */
    public int unsentBytes() {
        return Math.max(0, t.sendBuffer.end() - t.sndNxt);
    }

    /** Room for more. */
    public int sendRoom() {
        return t.sendBuffer.room();
    }

    /** In flight: sent, and neither acknowledged nor known to have arrived or to be lost. */
    public int bytesInFlight() {
        return t.sender.pipe();
    }

    /** Arrived in order, not yet read. */
    public int readableBytes() {
        return t.receiveBuffer.readable();
    }

    /** Arrived beyond a gap. */
    public int outOfOrderBytes() {
        return t.reassembly.bytes();
    }

    /** How much memory its buffers take, and what it knows of segments in flight, as {@link Allowance} counts. */
    public long heldBytes() {
        return t.sendBuffer.held()
                + t.receiveBuffer.held()
                + t.reassembly.held()
                + (long) Allowance.SEGMENT * t.sender.sent.size();
    }

    /** Whether the other end's FIN has arrived, with all before it. */
    public boolean peerClosed() {
        return t.closing.finReceived();
    }

    /** Whether urgent data is ahead. */
    public boolean isUrgent() {
        return t.urgent.isAhead();
    }

    /** How many bytes are to be read before the urgent byte, the last of urgent data; -1: none was announced or it has been read. */
    public int urgentMark() {
        return t.urgent.mark();
    }

    /** When the timer will fire; -1: it does not run. */
    public long timerAt(TcpTimer timer) {
        return t.timers.at(timer);
    }

    public TcpInfo info(long nowNanos) {
        return InfoView.of(t, nowNanos);
    }
}
