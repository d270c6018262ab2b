package sevenlayers.handshake.application;

import java.util.ArrayDeque;
import sevenlayers.handshake.host.HostConnection;
import sevenlayers.handshake.time.Timer;
import sevenlayers.wire.Bytes;

/** One thread of a program. It goes as far as it can, and on when there is news or its time has come. */
final class ProgramThread {
    private final Program program;
    private final HostConnection connection;
    private final Script script;
    private final Timer clock = new Timer() {
        @Override
        protected void fire() {
            waiting = false;
            goOn();
        }
    };
    private int step;
    private int round;
    /** Bytes of the step that is under way. */
    private long done;
    /** Where the portion that is being written ends. */
    private long portionEnd;
    /** What an echo has read and not yet written. */
    private final ArrayDeque<Bytes> owed = new ArrayDeque<>();

    private boolean begun;
    private boolean waiting;
    private boolean going;
    private boolean saidBlocked;

    ProgramThread(Program program, HostConnection connection, Script script) {
        this.program = program;
        this.connection = connection;
        this.script = script;
    }

    void end() {
        program.scheduler().cancel(clock);
        waiting = true;
    }

    void goOn() {
        if (going) {
            return; // news of its own doing: it looks by itself
        }
        going = true;
        try {
            while (!waiting && !program.hasEnded() && round < script.times()) {
                if (!perform(script.steps().get(step))) {
                    return;
                }
                done = 0;
                portionEnd = 0;
                begun = false;
                saidBlocked = false;
                step++;
                if (step == script.steps().size()) {
                    step = 0;
                    round++;
                    if (round == script.times()) {
                        say("done", 0);
                    }
                }
            }
        } finally {
            going = false;
        }
    }

    /** Whether the step is done; otherwise something will call again. */
    private boolean perform(Step next) {
        return switch (next) {
            case Step.Write write -> write(write);
            case Step.Read read -> read(read);
            case Step.Pause(long nanos) -> reached(now() + nanos);
            case Step.Until(long atNanos) -> now() >= atNanos || reached(atNanos);
            case Step.UntilAcknowledged() -> connection.tcp().sendBufferBytes() == 0;
            case Step.ShutdownWrite() -> {
                say("shutdown", 0);
                connection.shutdown();
                yield true;
            }
            case Step.Close() -> {
                say("close", 0);
                connection.close();
                yield true;
            }
            case Step.Abort() -> {
                say("abort", 0);
                connection.abort();
                yield true;
            }
        };
    }

    private long now() {
        return program.scheduler().nowNanos();
    }

    /** The first time it arms the clock, the second time it is done. */
    private boolean reached(long atNanos) {
        if (begun) {
            return true;
        }
        begun = true;
        sleepUntil(atNanos);
        return false;
    }

    private void sleepUntil(long atNanos) {
        waiting = true;
        program.scheduler().arm(clock, atNanos);
    }

    private boolean write(Step.Write write) {
        while (done < write.bytes()) {
            if (portionEnd <= done) {
                portionEnd = Math.min(write.bytes(), done + write.portion());
            }
            while (done < portionEnd) {
                Bytes next = write.text().isEmpty()
                        ? Pattern.at(program.outgoing().written(), portionEnd - done)
                        : write.text().slice((int) done, (int) (portionEnd - done));
                int taken = give(next, write.urgent() && done + next.length() == write.bytes());
                if (taken < 0) {
                    return true; // this direction is closed
                }
                done += taken;
                if (taken < next.length()) {
                    blocked();
                    return false;
                }
            }
            saidBlocked = false;
            if (write.everyNanos() > 0 && done < write.bytes()) {
                sleepUntil(now() + write.everyNanos());
                return false;
            }
        }
        return true;
    }

    private void blocked() {
        if (!saidBlocked) {
            saidBlocked = true;
            say("blocked", 0);
        }
    }

    /** Writes as much as there is room for; -1: it cannot be written any more. */
    private int give(Bytes bytes, boolean urgent) {
        int taken = connection.send(bytes, false, urgent);
        if (taken > 0) {
            program.outgoing().wrote(bytes.slice(0, taken), now());
            say("write", taken);
        }
        return taken;
    }

    private boolean read(Step.Read read) {
        while (true) {
            if (!payBack()) {
                return false;
            }
            if (done >= read.bytes()) {
                return true;
            }
            int most = (int) Math.min(read.portion(), read.bytes() - done);
            Bytes bytes = connection.receive(most);
            if (bytes.isEmpty()) {
                if (connection.tcp().peerClosed() && connection.tcp().readableBytes() == 0) {
                    say("end of stream", 0);
                    return true;
                }
                return false;
            }
            program.incoming().read(bytes, now());
            done += bytes.length();
            if (read.echo()) {
                owed.addLast(bytes);
            }
            if (read.everyNanos() > 0) {
                sleepUntil(now() + read.everyNanos());
                return false;
            }
        }
    }

    private boolean payBack() {
        while (!owed.isEmpty()) {
            Bytes next = owed.removeFirst();
            int taken = give(next, false);
            if (taken >= 0 && taken < next.length()) {
                owed.addFirst(next.from(taken));
                blocked();
                return false;
            }
        }
        return true;
    }

    private void say(String what, long bytes) {
        program.observer().did(connection, what, bytes);
    }
}
