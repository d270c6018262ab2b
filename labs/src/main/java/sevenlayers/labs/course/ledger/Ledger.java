package sevenlayers.labs.course.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ledger of claims, {@code .lab/claims.jsonl}: a line for each verdict, appended and never changed. */
public final class Ledger {

    /**
     * One verdict.
     *
     * @param claim as in {@code lb.l4-l7}
     * @param chapter that measured it
     * @param world in which: {@code processes}
     * @param verdict {@code confirmed}, {@code refined}, {@code refuted} or {@code failed}
     * @param evidence the folder, relative to the repository
     * @param commit that was measured, with {@code -dirty} if files had been changed since
     * @param at when, in ISO 8601
     */
    public record Entry(
            String claim, String chapter, String world, String verdict, String evidence, String commit, String at) {

        /** Whether what the course says was found. */
        public boolean holds() {
            return !verdict.equals("failed");
        }
    }

    private final Path file;

    public Ledger(Path file) {
        this.file = file;
    }

    public synchronized void append(List<Entry> entries) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            StringBuilder lines = new StringBuilder();
            for (Entry entry : entries) {
                lines.append(Json.MAPPER.writeValueAsString(entry)).append('\n');
            }
            Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger cannot be written", e);
        }
    }

    /** The last verdict of each claim in each world, in the order in which they were first measured. */
    public List<Entry> latest() {
        Map<List<String>, Entry> latest = new LinkedHashMap<>();
        for (Entry entry : all()) {
            latest.put(List.of(entry.claim(), entry.world()), entry);
        }
        return List.copyOf(latest.values());
    }

    /** The last verdict of a claim in a world. */
    public Optional<Entry> latest(String claim, String world) {
        return latest().stream()
                .filter(entry -> entry.claim().equals(claim) && entry.world().equals(world))
                .findFirst();
    }

    private List<Entry> all() {
        List<Entry> entries = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                read(line).ifPresent(entries::add);
            }
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger cannot be read", e);
        }
        return entries;
    }

    /** A line that was cut off by a crash is no entry. */
    private static Optional<Entry> read(String line) {
        try {
            return line.isBlank() ? Optional.empty() : Optional.of(Json.MAPPER.readValue(line, Entry.class));
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }
}
