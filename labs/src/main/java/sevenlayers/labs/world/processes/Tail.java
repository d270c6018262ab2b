package sevenlayers.labs.world.processes;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import sevenlayers.labs.world.WorldException;

/** The end of a log file, and what is added to it. */
public final class Tail {

    private static final int POLL_MILLIS = 200;
    private static final int CHUNK = 64 * 1024;

    private Tail() {}

    /** Gives the last {@code last} lines of {@code file}, then, if {@code follow}, each new one until the thread is interrupted. */
    public static void read(Path file, int last, boolean follow, Consumer<String> line) {
        if (!Files.exists(file)) {
            throw new WorldException("There is no log " + file.getFileName() + " yet.");
        }
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            Lines lines = new Lines();
            Deque<String> kept = new ArrayDeque<>();
            drain(log, lines, one -> {
                kept.addLast(one);
                if (kept.size() > last) {
                    kept.removeFirst();
                }
            });
            kept.forEach(line);
            while (follow && !Thread.currentThread().isInterrupted()) {
                Thread.sleep(POLL_MILLIS);
                drain(log, lines, line);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new WorldException("The log " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void drain(RandomAccessFile log, Lines lines, Consumer<String> line) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int read = log.read(chunk); read > 0; read = log.read(chunk)) {
            lines.take(chunk, read, line);
        }
    }

    /** Bytes to lines; half a line waits for its end. */
    private static final class Lines {

        private final java.io.ByteArrayOutputStream half = new java.io.ByteArrayOutputStream();

        void take(byte[] bytes, int length, Consumer<String> line) {
            for (int i = 0; i < length; i++) {
                if (bytes[i] == '\n') {
                    line.accept(half.toString(StandardCharsets.UTF_8));
                    half.reset();
                } else if (bytes[i] != '\r') {
                    half.write(bytes[i]);
                }
            }
        }
    }
}
