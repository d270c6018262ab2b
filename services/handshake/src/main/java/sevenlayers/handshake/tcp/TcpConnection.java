package sevenlayers.handshake.tcp;

import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.icmp.IcmpMessage;
import sevenlayers.wire.tcp.TcpSegment;

/** One end of a connection. */
public final class TcpConnection {
    private static UnsupportedOperationException later() {
        return new UnsupportedOperationException("not yet");
    }

    /** In CLOSED. Nothing happens before {@link #open}, {@link #listen} or a call else. */
    public TcpConnection(TcpSettings settings, TcpIdentity identity, TcpEffects effects) {}

    // ---- calls of the program (RFC 9293 §3.9.1); each says nothing but through the effects

    /** Passive open: waits for a SYN. */
    public void listen(long nowNanos) {
        throw later();
    }

    /** Active open: sends a SYN. From CLOSED, or from LISTEN. */
    public void open(long nowNanos) {
        throw later();
    }

    /**
     * Takes as much of the data as there is room for in the send buffer, and sends what may be sent.
     *
     * @param more whether the program will write more at once: a segment that is not full waits for it
     * @param urgent whether the last byte taken is the end of urgent data
     * @return how many bytes were taken; -1: this direction is closed, or there is no connection
     */
    public int send(long nowNanos, Bytes data, boolean more, boolean urgent) {
        throw later();
    }

    /** Takes up to so many bytes that have arrived in order: one piece, without copying, so that more may be there. Empty: nothing is. */
    public Bytes receive(long nowNanos, int most) {
        throw later();
    }

    /** What {@link #receive} would give, {@code from} bytes ahead; it stays. */
    public Bytes peek(int from, int most) {
        throw later();
    }

    /** Ends this direction: a FIN follows what was written (RFC 9293 §3.9.1.4). Data may still arrive. */
    public void shutdown(long nowNanos) {
        throw later();
    }

    /** The program is gone: as {@link #shutdown}, and nobody will read. What is unread, or arrives, makes it a reset (§3.6.1). */
    public void close(long nowNanos) {
        throw later();
    }

    /** Resets the connection (RFC 9293 §3.9.1.6). */
    public void abort(long nowNanos) {
        throw later();
    }

    /** Like {@link #abort}, in a state that sends none: the connection is forgotten without a word. */
    public void forget(long nowNanos, Rule rule) {
        throw later();
    }

    // ---- what happens to it

    /** @param ecn the two bits of the IP header that it came in */
    public void segmentArrived(long nowNanos, TcpSegment segment, int ecn) {
        throw later();
    }

    public void timerFired(TcpTimer timer, long nowNanos) {
        throw later();
    }

    /** @param quotedSequenceNumber of the segment that the message quotes */
    public void icmpArrived(long nowNanos, IcmpMessage message, int quotedSequenceNumber) {
        throw later();
    }

    // ---- options that a program may change while it runs

    /** Nagle's algorithm, off where {@code noDelay} (MUST-17). */
    public void noDelay(long nowNanos, boolean noDelay) {
        throw later();
    }

    /** Segments that are not full wait until it is off (TCP_CORK). */
    public void cork(long nowNanos, boolean cork) {
        throw later();
    }

    /** Acknowledges at once what waits to be acknowledged, and from now on (TCP_QUICKACK), or not. */
    public void quickAck(long nowNanos, boolean quickAck) {
        throw later();
    }

    public void keepalive(long nowNanos, boolean on, long idleNanos, long intervalNanos, int probes) {
        throw later();
    }

    /** 0: as {@code retries} says. */
    public void userTimeout(long nowNanos, long nanos) {
        throw later();
    }

    public void bufferSizes(long nowNanos, int sendBytes, int receiveBytes) {
        throw later();
    }

    // ---- how it is

    public TcpSettings settings() {
        throw later();
    }

    public TcpIdentity identity() {
        throw later();
    }

    public TcpState state() {
        throw later();
    }

    /** Whether it began with {@link #listen}. */
    public boolean isPassive() {
        throw later();
    }

    /** Why it ended, if it did not close as both ends wished: REFUSED, RESET, TIMED_OUT, UNREACHABLE; null otherwise. */
    public @Nullable TcpNotification failure() {
        throw later();
    }

    /** The last soft error (RFC 9293 §3.9.2.2); null: there was none. */
    public @Nullable IcmpMessage softError() {
        throw later();
    }

    public int iss() {
        throw later();
    }

    public int irs() {
        throw later();
    }

    public int sndUna() {
        throw later();
    }

    public int sndNxt() {
        throw later();
    }

    /** Scaled, in bytes. */
    public long sndWnd() {
        throw later();
    }

    public int rcvNxt() {
        throw later();
    }

    /** Scaled, in bytes. */
    public long rcvWnd() {
        throw later();
    }

    /** In bytes. */
    public long cwnd() {
        throw later();
    }

    /** In bytes; -1 while there is none. */
    public long ssthresh() {
        throw later();
    }

    /** Of congestion control: {@code slow start}, ... */
    public String phase() {
        throw later();
    }

    /** Written by the program, not yet acknowledged. */
    public int sendBufferBytes() {
        throw later();
    }

    /** Of these, not yet sent. */
    public int unsentBytes() {
        throw later();
    }

    /** Room for more. */
    public int sendRoom() {
        throw later();
    }

    /** In flight: sent, and neither acknowledged nor known to have arrived or to be lost. */
    public int bytesInFlight() {
        throw later();
    }

    /** Arrived in order, not yet read. */
    public int readableBytes() {
        throw later();
    }

    /** Arrived beyond a gap. */
    public int outOfOrderBytes() {
        throw later();
    }

    /** Whether the other end's FIN has arrived, with all before it. */
    public boolean peerClosed() {
        throw later();
    }

    /** Whether urgent data is ahead. */
    public boolean isUrgent() {
        throw later();
    }

    /** How many bytes are to be read before the urgent byte, the last of urgent data; -1: none was announced or it has been read. */
    public int urgentMark() {
        throw later();
    }

    /** The latest timestamp value of the other end: what a host needs to accept a new SYN in TIME-WAIT (RFC 6191). */
    public int latestTimestamp() {
        throw later();
    }

    public boolean timestampsInUse() {
        throw later();
    }

    /** When the timer will fire; -1: it does not run. */
    public long timerAt(TcpTimer timer) {
        throw later();
    }

    public TcpInfo info(long nowNanos) {
        throw later();
    }
}
