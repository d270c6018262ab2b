package sevenlayers.handshake.application;

import java.util.ArrayList;
import java.util.List;
import sevenlayers.handshake.host.ConnectionUser;
import sevenlayers.handshake.host.HostConnection;
import sevenlayers.handshake.tcp.TcpNotification;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.handshake.time.Scheduler;

/** A program on one connection: its threads, side by side, from the moment at which the connection is open. */
public final class Program implements ConnectionUser {
    private final List<ProgramThread> threads = new ArrayList<>();
    private final Scheduler scheduler;
    private final List<Script> scripts;
    private final Stream outgoing;
    private final Stream incoming;
    private final ApplicationObserver observer;
    private boolean ended;

    public Program(
            Scheduler scheduler, List<Script> scripts, Stream outgoing, Stream incoming, ApplicationObserver observer) {
        this.scheduler = scheduler;
        this.scripts = scripts;
        this.outgoing = outgoing;
        this.incoming = incoming;
        this.observer = observer;
    }

    /** The connection is open: for one that was accepted there is no other news of it. */
    public void begin(HostConnection connection) {
        for (Script script : scripts) {
            threads.add(new ProgramThread(this, connection, script));
        }
        List.copyOf(threads).forEach(ProgramThread::goOn);
    }

    @Override
    public void notified(HostConnection connection, TcpNotification what, Rule why) {
        switch (what) {
            case CONNECTED -> begin(connection);
            case READABLE, WRITABLE, ALL_ACKNOWLEDGED, PEER_CLOSED, URGENT -> threads.forEach(ProgramThread::goOn);
            case REFUSED, RESET, TIMED_OUT, UNREACHABLE, CLOSED -> {
                ended = true;
                threads.forEach(ProgramThread::end);
            }
            case NEGATIVE_ADVICE -> {}
        }
    }

    boolean hasEnded() {
        return ended;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Stream outgoing() {
        return outgoing;
    }

    Stream incoming() {
        return incoming;
    }

    ApplicationObserver observer() {
        return observer;
    }
}
