package sevenlayers.labs.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A short text that is the same for the same files: their names and what is in them, not when they were written. */
public final class Fingerprint {

    private final MessageDigest digest;

    public Fingerprint() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Adds a word. */
    public Fingerprint add(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) ':');
        digest.update(bytes);
        return this;
    }

    /** Adds a file, or every file below a folder; nothing if it is not there. */
    public Fingerprint add(Path root) {
        return add(root, "\0");
    }

    /** As {@link #add(Path)}, without the files whose names end in {@code except}. */
    Fingerprint add(Path root, String except) {
        if (!Files.exists(root)) {
            return this;
        }
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> sorted = files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(except))
                    .sorted()
                    .toList();
            for (Path file : sorted) {
                add(root.relativize(file).toString().replace('\\', '/'));
                byte[] content = Files.readAllBytes(file);
                add(Integer.toString(content.length));
                digest.update(content);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 32 hexadecimal digits. Nothing can be added afterwards. */
    public String value() {
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }
}
