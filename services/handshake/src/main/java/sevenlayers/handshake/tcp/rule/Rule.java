package sevenlayers.handshake.tcp.rule;

/** Why a TCP does something: a sentence for a student, and the section to look it up in. A constant costs nothing until it is shown. */
public enum Rule {
    // Opening
    ACTIVE_OPEN("an active open sends a SYN", "RFC 9293 §3.10.1"),
    PASSIVE_OPEN("a passive open waits for a SYN", "RFC 9293 §3.10.1"),
    SYN_IN_LISTEN("a SYN to a listener is answered with SYN and ACK", "RFC 9293 §3.10.7.2"),
    SYN_ACKNOWLEDGED("the answer acknowledges our SYN: the connection is established", "RFC 9293 §3.10.7.3"),
    SIMULTANEOUS_OPEN("both ends have sent a SYN, and each acknowledges the other's", "RFC 9293 §3.5"),
    HANDSHAKE_COMPLETE("our SYN is acknowledged: the connection is established", "RFC 9293 §3.10.7.4"),
    SYN_AGAIN_IN_SYN_RECEIVED("a new SYN while the handshake is under way: back to listening", "RFC 9293 §3.10.7.4"),

    // Resets
    NO_CONNECTION("a segment for a connection that does not exist is answered with a reset", "RFC 9293 §3.10.7.1"),
    ACK_IN_LISTEN("nothing has been sent that could be acknowledged", "RFC 9293 §3.10.7.2"),
    ACK_OF_NOTHING_SENT("it acknowledges what has not been sent", "RFC 9293 §3.10.7.3"),
    ACK_NOT_OF_OUR_SYN("it does not acknowledge our SYN", "RFC 9293 §3.10.7.4"),
    RESET_REFUSED("the other end refuses: nobody listens there", "RFC 9293 §3.10.7.3"),
    RESET_RECEIVED("a reset with exactly the number that is expected ends the connection", "RFC 5961 §3.2"),
    RESET_IN_SYN_RECEIVED("the connection that was about to open is refused: back to listening", "RFC 9293 §3.10.7.4"),
    RESET_IGNORED("a reset that cannot be of this connection is ignored", "RFC 9293 §3.10.7.3"),
    ABORT("an abort resets the connection", "RFC 9293 §3.10.5"),
    DATA_AFTER_CLOSE("data arrives that no program will ever read: reset", "RFC 9293 §3.6.1"),
    OPEN_AGAIN("a listener that is told to connect becomes the opener", "RFC 9293 §3.10.1"),
    SYN_RECEIVED_CLOSED("closed before the handshake was over: the FIN follows it", "RFC 9293 §3.10.4"),
    FRAGMENTATION_NEEDED("a router cannot pass on so large a packet: smaller ones from now on", "RFC 1191 §6.4"),
    SOFT_ERROR("an error that may pass: remembered, the connection goes on", "RFC 9293 §3.9.2.2"),
    HARD_ERROR("an error that will not pass, while nothing is established: the connection ends", "RFC 9293 §3.9.2.2"),
    ICMP_NOT_IN_FLIGHT(
            "the segment that it quotes is not under way: a forgery or an echo of long ago", "RFC 5927 §4.1"),
    SOURCE_QUENCH("source quench is ignored", "RFC 9293 §3.9.2.2"),
    CLOSED_WITH_DATA_UNREAD("closed while data is unread: reset, so that the other end learns of it", "RFC 2525 §2.17"),

    // What is thrown away or asked for again
    OUTSIDE_WINDOW("it lies outside the window: thrown away, and what is expected is said again", "RFC 9293 §3.10.7.4"),
    OLD_TIMESTAMP("its timestamp is older than the last one: a segment of long ago", "RFC 7323 §5.3"),
    CHALLENGE_RESET("a reset in the window but not at its beginning must prove itself", "RFC 5961 §3.2"),
    CHALLENGE_SYN("a SYN on an open connection must prove itself", "RFC 5961 §4.2"),
    CHALLENGE_ACK("an acknowledgment too old or of what was not sent must prove itself", "RFC 5961 §5.2"),
    CHALLENGE_LIMIT("as many challenges as a second allows have been sent", "RFC 5961 §7"),
    DUPLICATE("all of it has arrived before", "RFC 9293 §3.10.7.4"),
    TIMESTAMP_MISSING("timestamps were agreed upon, and this segment has none", "RFC 7323 §3.2"),
    WITHOUT_ACK("a segment without ACK is thrown away", "RFC 9293 §3.10.7.4"),
    NOT_A_SYN("a listener waits for a SYN only", "RFC 9293 §3.10.7.2"),
    NEITHER_SYN_NOR_RESET("neither SYN nor RST is set", "RFC 9293 §3.10.7.3"),

    // Sending data
    SEND("the window has room", "RFC 9293 §3.8.6"),
    PUSH("the last of what was written", "RFC 9293 §3.9.1.2"),
    ACKNOWLEDGE_AT_ONCE("a second full segment is acknowledged at once", "RFC 9293 §3.8.6.3"),
    ACKNOWLEDGE_OUT_OF_ORDER("data beyond a gap is acknowledged at once", "RFC 5681 §4.2"),
    ACKNOWLEDGE_GAP_FILLED("data that fills a gap is acknowledged at once", "RFC 5681 §4.2"),
    ACKNOWLEDGE_DUPLICATE("data that was here already is acknowledged again, and reported", "RFC 2883 §4"),
    DELAYED_ACK("the acknowledgment waits for data to travel with", "RFC 9293 §3.8.6.3"),
    DELAYED_ACK_OVER("the acknowledgment has waited long enough", "RFC 9293 §3.8.6.3"),
    ACKNOWLEDGE_FIN("a FIN is acknowledged at once", "RFC 9293 §3.10.7.4"),
    WINDOW_UPDATE("the program has read: the window is open again", "RFC 9293 §3.8.6.2.2"),
    SILLY_WINDOW("so small a segment is not worth its header: the sender waits", "RFC 9293 §3.8.6.2.1"),
    CORKED("the program says that more follows: a small segment waits", "TCP_CORK; common practice"),
    OVERRIDE("a small segment has waited long enough", "RFC 9293 §3.8.6.2.1"),
    PACED("sent at the rate that congestion control says", "RFC 9002 §7.7"),
    PIGGYBACK("the acknowledgment travels with data", "RFC 9293 §3.8.6.3"),
    NAGLE("a small segment waits while data is unacknowledged", "RFC 9293 §3.7.4"),
    URGENT("the urgent pointer says how far urgent data reaches", "RFC 9293 §3.8.5"),

    // Timers and losses
    RETRANSMISSION_TIMER("data is outstanding: the retransmission timer runs", "RFC 6298 §5.1"),
    RETRANSMISSION_TIMER_RESTARTED("new data was acknowledged: the timer starts anew", "RFC 6298 §5.3"),
    ALL_ACKNOWLEDGED("all is acknowledged: the retransmission timer stops", "RFC 6298 §5.2"),
    RETRANSMISSION_TIMEOUT("the retransmission timer fired: the earliest segment is sent again", "RFC 6298 §5.4"),
    BACK_OFF("the timeout is doubled", "RFC 6298 §5.5"),
    RETRANSMIT_LOST("taken for lost, it is sent again as the window allows", "RFC 6675 §5"),
    THREE_DUPLICATE_ACKS("three duplicate ACKs: the segment after them is lost", "RFC 5681 §3.2"),
    PARTIAL_ACK("a partial ACK: the next segment is lost, too", "RFC 6582 §3.2"),
    SACKED_BEYOND("three segments beyond it have arrived: it is lost", "RFC 6675 §4"),
    LATER_SEGMENT_ARRIVED("a segment sent later has arrived long enough ago: it is lost", "RFC 8985 §6.2"),
    REORDERING_TIMER("it may only be late: a moment more", "RFC 8985 §6.2"),
    TAIL_LOSS_PROBE("no ACK for two round trips: the last segment is sent again to draw one", "RFC 8985 §7.3"),
    LIMITED_TRANSMIT("a duplicate ACK: a segment has left the network, a new one may enter", "RFC 3042 §2"),
    NEGATIVE_ADVICE("sent again so often that the way may be broken: the network layer is told", "RFC 9293 §3.8.3"),
    SYN_AGAIN("the same SYN came again: its answer was lost", "RFC 9293 §3.8.1"),
    GAVE_UP("sent again as often as allowed: the connection is given up", "RFC 9293 §3.8.3"),
    USER_TIMEOUT("data was unacknowledged for longer than the program allows", "RFC 9293 §3.8.3"),
    ZERO_WINDOW("the window is closed: after a while a byte will ask whether it still is", "RFC 9293 §3.8.6.1"),
    ZERO_WINDOW_PROBE("a byte asks whether the window is still closed", "RFC 9293 §3.8.6.1"),
    WINDOW_OPENED("the window is open again", "RFC 9293 §3.8.6.1"),
    KEEPALIVE("the connection was idle: is the other end still there?", "RFC 9293 §3.8.4"),
    KEEPALIVE_UNANSWERED("no answer to any of the probes", "RFC 9293 §3.8.4"),
    IDLE_RESTART("nothing was sent for longer than a timeout: the window starts small again", "RFC 5681 §4.1"),
    MEASURED("a round trip was measured", "RFC 6298 §2.3"),
    ACKNOWLEDGED("new data was acknowledged", "RFC 9293 §3.10.7.4"),
    WINDOW_CHANGED("the other end offers another window", "RFC 9293 §3.10.7.4"),
    RECOVERED("all that was outstanding when the loss was found is acknowledged", "RFC 6582 §3.2"),
    ANSWERED("the other end has been heard", "RFC 9293 §3.8.4"),
    CONGESTION_MARKED("a router marked congestion: the window is reduced as for a loss", "RFC 3168 §6.1.2"),
    SPURIOUS("what was sent again had arrived: the reduction is undone", "RFC 4015 §3.2"),

    // Closing
    CLOSE("all is written: a FIN ends this direction", "RFC 9293 §3.10.4"),
    CLOSE_UNSENT("closed before anything was sent", "RFC 9293 §3.10.4"),
    FIN_RECEIVED("the other end has nothing more to send", "RFC 9293 §3.10.7.4"),
    FIN_ACKNOWLEDGED("our FIN is acknowledged", "RFC 9293 §3.10.7.4"),
    BOTH_CLOSING("both FINs have crossed", "RFC 9293 §3.6"),
    TIME_WAIT("two segment lifetimes, until nothing of this connection is under way", "RFC 9293 §3.4.3"),
    TIME_WAIT_FIN_AGAIN("the FIN came again: our ACK was lost, and the wait begins anew", "RFC 9293 §3.10.7.4"),
    TIME_WAIT_OVER("two segment lifetimes have passed", "RFC 9293 §3.10.8"),
    FIN_WAIT_2_OVER("the other end never closed, and no program waits for it", "not in RFC 9293; common practice"),

    GO_BACK_N("beyond a gap nothing is kept: the sender goes back to it", "RFC 9293 §3.8, a receiver of one segment"),

    // The host
    BACKLOG_FULL(
            "as many connections wait to be accepted as may: the SYN is thrown away, and will come again",
            "RFC 9293 §3.9.1.1"),
    ECHO("an echo request is answered with its own numbers and data", "RFC 1122 §3.2.2.6"),
    NOBODY_THERE("nobody waits for this on the host", "RFC 1122 §3.2.2.1");

    private final String text;
    private final String source;

    Rule(String text, String source) {
        this.text = text;
        this.source = source;
    }

    /** In one sentence. */
    public String text() {
        return text;
    }

    /** Where it is written: {@code RFC 9293 §3.10.7.4}. */
    public String source() {
        return source;
    }
}
