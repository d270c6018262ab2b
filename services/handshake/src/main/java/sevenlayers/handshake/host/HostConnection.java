package sevenlayers.handshake.host;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.memory.Allowance;
import sevenlayers.handshake.network.Packet;
import sevenlayers.handshake.tcp.TcpConnection;
import sevenlayers.handshake.tcp.TcpEffects;
import sevenlayers.handshake.tcp.TcpIdentity;
import sevenlayers.handshake.tcp.TcpNotification;
import sevenlayers.handshake.tcp.TcpSettings;
import sevenlayers.handshake.tcp.TcpState;
import sevenlayers.handshake.tcp.TcpTimer;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.handshake.time.Timer;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.icmp.IcmpMessage;
import sevenlayers.wire.tcp.TcpSegment;

/**
 * A connection of a host: the engine, with the host's clock, timers and network. What the program is told waits until the engine has done
 * what it was doing, so that a program may call the connection whenever it is told something.
 */
public final class HostConnection {
    private record Told(TcpNotification what, Rule why) {}

    private static final ConnectionUser NOBODY = (connection, what, why) -> {};

    private final Host host;
    private final int remote;
    private final TcpConnection tcp;
    private final @Nullable Listener listener;
    private final Timer[] timers = new Timer[TcpTimer.values().length];
    private final ArrayDeque<Told> told = new ArrayDeque<>();
    private ConnectionUser user = NOBODY;
    private boolean telling;
    private boolean gone;
    private int inside;
    private IpChoices ip;
    private @Nullable Object note;
    private long held;

    HostConnection(
            Host host,
            int remote,
            TcpSettings settings,
            TcpIdentity identity,
            @Nullable Listener listener,
            IpChoices ip) {
        this.host = host;
        this.remote = remote;
        this.listener = listener;
        this.ip = ip;
        this.tcp = new TcpConnection(settings, identity, new Effects());
        host.allowance().change(Allowance.CONNECTION); // until the run ends: its outcome tells of all connections
    }

    public Host host() {
        return host;
    }

    public int remote() {
        return remote;
    }

    public int localPort() {
        return tcp.identity().localPort();
    }

    public int remotePort() {
        return tcp.identity().remotePort();
    }

    FourTuple tuple() {
        return new FourTuple(host.address(), localPort(), remote, remotePort());
    }

    /** To be read; what changes it is here. */
    public TcpConnection tcp() {
        return tcp;
    }

    /** What its observer keeps with it, since it is told something many times for each segment; null: nothing yet. */
    public @Nullable Object note() {
        return note;
    }

    public void note(Object kept) {
        note = kept;
    }

    /** Whether nothing is left of it. */
    public boolean isGone() {
        return gone;
    }

    void belongsTo(ConnectionUser owner) {
        user = owner;
    }

    // ---- calls of the program

    public int send(Bytes data, boolean more, boolean urgent) {
        inside++;
        int taken = tcp.send(now(), data, more, urgent);
        leave();
        return taken;
    }

    public Bytes receive(int most) {
        inside++;
        Bytes read = tcp.receive(now(), most);
        leave();
        return read;
    }

    public void shutdown() {
        run(() -> tcp.shutdown(now()));
    }

    public void close() {
        run(() -> tcp.close(now()));
    }

    public void abort() {
        run(() -> tcp.abort(now()));
    }

    /** What its packets say from now on; their options stay as they were when it began. */
    public void ip(IpChoices choices) {
        ip = choices.withOptions(ip.options());
    }

    /** A call that has no method here: an option that is changed, for example. */
    public void run(Runnable call) {
        inside++;
        call.run();
        leave();
    }

    // ---- what happens to it

    void open() {
        run(() -> tcp.open(now()));
    }

    void listen() {
        run(() -> tcp.listen(now()));
    }

    void segmentArrived(TcpSegment segment, int ecn) {
        inside++;
        tcp.segmentArrived(now(), segment, ecn);
        leave();
        if (listener != null && tcp.state() == TcpState.LISTEN) {
            end(); // RFC 9293 §3.10.7.4: back to listening, which the listener does
        }
    }

    void icmpArrived(IcmpMessage message, int quotedSequenceNumber) {
        run(() -> tcp.icmpArrived(now(), message, quotedSequenceNumber));
    }

    /** Nothing of it is left, and nobody is told: another connection takes its place. */
    void replaced() {
        end();
    }

    private long now() {
        return host.nowNanos();
    }

    private void holds() {
        long more = tcp.heldBytes() - held;
        if (more != 0) {
            held += more;
            host.allowance().change(more);
        }
    }

    private void leave() {
        inside--;
        holds();
        if (inside > 0 || telling) {
            return;
        }
        telling = true;
        try {
            for (Told next = told.pollFirst(); next != null; next = told.pollFirst()) {
                tell(next);
            }
        } finally {
            telling = false;
        }
    }

    private void tell(Told next) {
        ConnectionUser whom = user; // whoever accepts it now has not waited for this
        if (next.what == TcpNotification.CONNECTED && listener != null) {
            listener.opened(this);
        }
        whom.notified(this, next.what, next.why);
        if (next.what == TcpNotification.CLOSED) {
            end();
        }
    }

    private void end() {
        gone = true;
        if (listener != null) {
            listener.ended(this);
        }
        for (Timer timer : timers) {
            if (timer != null) {
                host.scheduler().cancel(timer);
            }
        }
        Arrays.fill(timers, null);
        holds();
        host.forget(this);
    }

    private Timer timer(TcpTimer which) {
        Timer timer = timers[which.ordinal()];
        if (timer == null) {
            timer = new Timer() {
                @Override
                protected void fire() {
                    run(() -> tcp.timerFired(which, now()));
                }
            };
            timers[which.ordinal()] = timer;
        }
        return timer;
    }

    private final class Effects implements TcpEffects {
        private HostObserver observer() {
            return host.observer();
        }

        private HostConnection me() {
            return HostConnection.this;
        }

        @Override
        public void emit(TcpSegment segment, int ecn, boolean retransmission, Rule rule) {
            Packet packet = host.packet(remote, ecn, segment, ip);
            observer().sent(host, me(), packet, retransmission, rule);
            host.enter(packet);
        }

        @Override
        public void stateChanged(TcpState from, TcpState to, Rule rule) {
            observer().stateChanged(me(), from, to, rule);
        }

        @Override
        public void timerArmed(TcpTimer timer, long atNanos, Rule rule) {
            host.scheduler().arm(timer(timer), atNanos);
            observer().timerArmed(me(), timer, atNanos, rule);
        }

        @Override
        public void timerCancelled(TcpTimer timer, Rule rule) {
            host.scheduler().cancel(timer(timer));
            observer().timerCancelled(me(), timer, rule);
        }

        @Override
        public void timerFired(TcpTimer timer, Rule rule) {
            observer().timerFired(me(), timer, rule);
        }

        @Override
        public void notified(TcpNotification notification, Rule rule) {
            observer().notified(me(), notification, rule);
            told.addLast(new Told(notification, rule));
        }

        @Override
        public void discarded(TcpSegment segment, Rule rule) {
            observer().discarded(host, me(), segment, rule);
        }

        @Override
        public void sampled(Rule rule) {
            observer().sampled(me(), rule);
        }

        @Override
        public void buffersChanged(Rule rule) {
            observer().buffersChanged(me(), rule);
        }

        @Override
        public void delivered(int bytes) {
            observer().delivered(me(), bytes);
        }
    }
}
