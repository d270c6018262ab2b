package sevenlayers.handshake.tcp;

import sevenlayers.handshake.tcp.rule.Rule;

/**
 * The transmission control block of RFC 9293 §3.3.1: the variables that all mechanisms share, by the RFC's names, and the mechanisms
 * themselves.
 */
final class Tcb {
    final TcpSettings settings;
    final TcpIdentity identity;
    final TcpEffects effects;

    /** When the event that is being dealt with happens. */
    long now;

    TcpState state = TcpState.CLOSED;
    boolean passive;

    final int iss;
    /** The oldest number that is not acknowledged. */
    int sndUna;
    /** The next to be sent. sndUna <= sndNxt, always. */
    int sndNxt;
    /** What the other end offers from sndUna on, scaled. */
    int sndWnd;
    /** The most that it ever offered (Max(SND.WND), §3.8.6.2.1). */
    int maxSndWnd;
    /** SEG.SEQ and SEG.ACK of the last window update. */
    int sndWl1;

    int sndWl2;

    int irs;
    int rcvNxt;
    /** The right edge of the window that was offered: it never moves to the left (§3.8.6, SHLD-14). */
    int rcvAdv;

    final Timers timers;
    final Counters counters = new Counters();
    final SendBuffer sendBuffer;
    final ReceiveBuffer receiveBuffer;
    final Reassembly reassembly = new Reassembly();
    final Options options;
    final Timestamps timestamps;
    final ReceiveWindow receiveWindow;
    final UrgentData urgent;
    final ExplicitCongestion ecn;
    final Segments segments;
    final AckScheduler acks;
    final ChallengeAcks challenges;
    final Sender sender;
    final Output output;
    final Retransmission retransmission;
    final PersistTimer persist;
    final Pacing pacing;
    final TailLossProbe tail;
    final Keepalive keepalive;
    final UserTimeout userTimeout;
    final Closing closing;
    final TextArrival text;

    Tcb(TcpSettings settings, TcpIdentity identity, TcpEffects effects) {
        this.settings = settings;
        this.identity = identity;
        this.effects = effects;
        iss = identity.initialSequenceNumber();
        sndUna = iss;
        sndNxt = iss;
        timers = new Timers(effects);
        sendBuffer = new SendBuffer(settings.sendBufferBytes(), iss + 1);
        receiveBuffer = new ReceiveBuffer(settings.receiveBufferBytes());
        options = new Options(settings, identity.mtu());
        timestamps = new Timestamps(this);
        receiveWindow = new ReceiveWindow(this);
        urgent = new UrgentData(this);
        ecn = new ExplicitCongestion(this);
        segments = new Segments(this);
        acks = new AckScheduler(this);
        challenges = new ChallengeAcks(this);
        sender = new Sender(this);
        output = new Output(this);
        retransmission = new Retransmission(this);
        persist = new PersistTimer(this);
        pacing = new Pacing(this);
        tail = new TailLossProbe(this);
        keepalive = new Keepalive(this);
        userTimeout = new UserTimeout(this);
        closing = new Closing(this);
        text = new TextArrival(this);
    }

    void state(TcpState to, Rule rule) {
        TcpState from = state;
        state = to;
        effects.stateChanged(from, to, rule);
    }

    /** What may still be sent by the other end: RCV.WND. */
    int rcvWnd() {
        return Math.max(0, rcvAdv - rcvNxt);
    }
}
