package sevenlayers.labs.terminal;

import java.time.Duration;

/**
 * How far a piece of work has come: on a terminal one line that is rewritten, elsewhere one line an event.
 *
 * <pre>{@code   building   ████████████░░░░░░░░  4 of 6    38 s   client}</pre>
 */
public final class ProgressBar implements AutoCloseable {

    private static final int CELLS = 20;
    private static final int LABEL = 9;
    private static final Duration TICK = Duration.ofMillis(250);

    private final Terminal terminal;
    private final String what;
    private final long startNanos = System.nanoTime();
    private final Thread ticker;

    private int done;
    private int of;
    private String note = "";
    private boolean closed;

    /** Begins a line for {@code what}, as in {@code building}. */
    public ProgressBar(Terminal terminal, String what) {
        this.terminal = terminal;
        this.what = what;
        this.ticker = Thread.ofPlatform().daemon().name("progress").unstarted(this::tick);
        if (terminal.live()) {
            ticker.start();
        }
    }

    /** Says how far it is: {@code done} parts of {@code of}, and in {@code note} what is being done now. */
    public synchronized void update(int done, int of, String note) {
        boolean event = done != this.done || of != this.of || !note.equals(this.note);
        this.done = done;
        this.of = of;
        this.note = note;
        if (closed || !event) {
            return;
        }
        if (terminal.live()) {
            terminal.rewrite(line());
        } else {
            terminal.line(
                    "  " + Width.padded(what, LABEL) + "  " + done + " of " + of + (note.isEmpty() ? "" : "  " + note));
        }
    }

    /** Changes what is being done now, where a line can be rewritten; an event that is not worth a line of its own elsewhere. */
    public synchronized void note(String note) {
        if (!closed && terminal.live()) {
            this.note = note;
            terminal.rewrite(line());
        }
    }

    /** Ends the line and leaves it standing. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            note = "";
            if (terminal.live()) {
                terminal.rewrite(line());
                terminal.line();
            } else {
                terminal.line("  " + Width.padded(what, LABEL) + "  " + done + " of " + of + "  in " + elapsed());
            }
        }
        ticker.interrupt();
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(TICK);
                synchronized (this) {
                    if (closed) {
                        return;
                    }
                    if (of > 0) {
                        terminal.rewrite(line());
                    }
                }
            }
        } catch (InterruptedException _) {
            // The line has ended.
        }
    }

    private String line() {
        int full = of == 0 ? 0 : Math.clamp((long) done * CELLS / of, 0, CELLS);
        String bar = "█".repeat(full) + terminal.styled(Style.DIM, "░".repeat(CELLS - full));
        String start = "  " + Width.padded(what, LABEL) + "  " + bar + "  " + done + " of " + of + "  "
                + Width.right(elapsed(), 6);
        int left = terminal.columns() - Width.of(start) - 4;
        return note.isEmpty() || left < 8 ? start : start + "   " + Width.cut(note, left);
    }

    private String elapsed() {
        return People.duration(Duration.ofNanos(System.nanoTime() - startNanos));
    }
}
