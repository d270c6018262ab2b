package sevenlayers.labs.world.processes;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import sevenlayers.labs.world.PodStatus;
import sevenlayers.labs.world.Pss;
import sevenlayers.labs.world.WorldException;

/** A pod and the process that it is. Only our own children are ever signalled, so a number used again is never hit. */
final class PodProcess {

    private final PodId id;
    private final Process process;
    private final String code;
    private final InetSocketAddress grpc;
    private final InetSocketAddress http;
    private final String shownAddress;

    private static final int ENOUGH_MISSES = 2;

    /** Only the thread that watches counts. */
    private int misses;

    private volatile boolean started;
    private volatile boolean ready;
    private volatile boolean paused;

    /**
     * A pod that has just been started.
     *
     * @param code fingerprint of what it runs
     * @param shownAddress its address as the reader knows it
     */
    PodProcess(
            PodId id,
            Process process,
            String code,
            InetSocketAddress grpc,
            InetSocketAddress http,
            String shownAddress) {
        this.id = id;
        this.process = process;
        this.code = code;
        this.grpc = grpc;
        this.http = http;
        this.shownAddress = shownAddress;
    }

    PodId id() {
        return id;
    }

    String code() {
        return code;
    }

    InetSocketAddress grpc() {
        return grpc;
    }

    InetSocketAddress http() {
        return http;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Whether it is to be found: it has been ready once, and was when last asked. */
    boolean isReady() {
        return ready && isAlive();
    }

    boolean hasStarted() {
        return started;
    }

    boolean isPaused() {
        return paused;
    }

    /**
     * Notes what it last said of itself; whether that is news. One "no" is none: a busy machine lets a pod miss a question (Kubernetes asks
     * three times).
     */
    boolean says(boolean isReady) {
        misses = isReady ? 0 : misses + 1;
        boolean now = isReady || (ready && misses < ENOUGH_MISSES);
        boolean news = ready != now;
        ready = now;
        started |= now;
        return news;
    }

    void pause() {
        signal("STOP");
        paused = true;
    }

    void resume() {
        signal("CONT");
        paused = false;
    }

    /** Asks it to end: SIGTERM, or SIGKILL if {@code kill}. */
    void end(boolean kill) {
        ready = false;
        if (kill) {
            process.destroyForcibly();
            return;
        }
        if (paused && isAlive()) {
            resume(); // a frozen process gets its SIGTERM when it goes on
        }
        process.destroy();
    }

    /** Waits until it has ended, at most {@code seconds}; then it is killed. */
    void awaitEnd(int seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    void onExit(Runnable action) {
        process.onExit().thenRun(action);
    }

    PodStatus status() {
        boolean alive = isAlive();
        PodStatus.State state = !alive
                ? PodStatus.State.DEAD
                : paused
                        ? PodStatus.State.PAUSED
                        : ready
                                ? PodStatus.State.READY
                                : started ? PodStatus.State.NOT_READY : PodStatus.State.STARTING;
        String detail = switch (state) {
            case DEAD -> howItEnded() + "; ./lab logs " + id.name() + " shows its last lines, ./lab up starts it again";
            case NOT_READY -> "runs, and says that it is not ready";
            case STARTING, READY, PAUSED -> "";
        };
        return new PodStatus(id.name(), shownAddress, state, detail, alive ? Pss.of(process.pid()) : 0);
    }

    /** Exit statuses above 128 are a signal's number more: POSIX sh and the JDK say it so. */
    String howItEnded() {
        int exit = process.exitValue();
        return switch (exit) {
            case 137 -> "killed (SIGKILL)";
            case 143 -> "ended (SIGTERM)";
            default -> exit > 128 ? "ended by signal " + (exit - 128) : "ended with exit status " + exit;
        };
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new WorldException(id.name() + " could not be sent SIG" + name + ": it is not running.");
            }
        } catch (IOException e) {
            throw new WorldException("SIG" + name + " could not be sent: this machine has no kill command.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorldException("Interrupted while sending SIG" + name + ".", e);
        }
    }
}
