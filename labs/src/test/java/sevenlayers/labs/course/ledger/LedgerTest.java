package sevenlayers.labs.course.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevenlayers.labs.course.ledger.ProgressFile.Predicted;

class LedgerTest {

    @TempDir
    private Path folder = Path.of("");

    private Ledger ledger = new Ledger(Path.of(""));

    @BeforeEach
    void open() {
        ledger = new Ledger(folder.resolve("claims.jsonl"));
    }

    private static Ledger.Entry entry(String claim, String world, String verdict) {
        return new Ledger.Entry(claim, "01-a", world, verdict, "labs/evidence/01/", "abc", "2026-01-01T00:00:00Z");
    }

    @Test
    void an_empty_ledger_has_no_verdicts() {
        assertThat(ledger.latest()).isEmpty();
    }

    @Test
    void the_last_verdict_of_a_claim_counts_in_each_world_by_itself() {
        ledger.append(List.of(entry("a", "processes", "failed"), entry("a", "cluster", "confirmed")));
        ledger.append(List.of(entry("a", "processes", "confirmed")));
        assertThat(ledger.latest("a", "processes")).map(Ledger.Entry::verdict).hasValue("confirmed");
        assertThat(ledger.latest("a", "cluster")).isPresent();
        assertThat(ledger.latest("a", "containers")).isEmpty();
        assertThat(ledger.latest()).hasSize(2);
    }

    @Test
    void a_line_that_was_cut_off_is_passed_over() throws IOException {
        ledger.append(List.of(entry("a", "processes", "confirmed")));
        Files.writeString(folder.resolve("claims.jsonl"), "{\"claim\":\"b\",\"chap", StandardOpenOption.APPEND);
        assertThat(ledger.latest()).hasSize(1);
    }

    @Test
    void what_was_predicted_first_counts_when_a_step_is_done_again() {
        ProgressFile progress = new ProgressFile(folder.resolve("progress.json"));
        progress.change(
                "01-a",
                "processes",
                old -> old.with("one", new Predicted("a", false, "t1", "e1"), Map.of("01.1", Outcome.PASSED)));
        progress.change(
                "01-a",
                "processes",
                old -> old.with("one", new Predicted("b", true, "t2", "e2"), Map.of("01.1", Outcome.FAILED))
                        .at(2));
        ProgressFile.LabProgress read = progress.of("01-a", "processes");
        assertThat(read.predictions()).containsEntry("one", new Predicted("a", false, "t1", "e2"));
        assertThat(read.checks()).containsEntry("01.1", Outcome.FAILED);
        assertThat(read.next()).isEqualTo(2);
        assertThat(progress.of("01-a", "cluster").next()).isEqualTo(1);
    }

    @Test
    void progress_that_an_earlier_version_wrote_is_kept() throws IOException {
        Path file = folder.resolve("progress.json");
        ProgressFile progress = new ProgressFile(file);
        progress.change(
                "01-a",
                "processes",
                old -> old.with("one", new Predicted("a", true, "t", "e"), Map.of("01.1", Outcome.PASSED)));
        Files.writeString(file, Files.readString(file).replace("\"PASSED\"", "true"));
        assertThat(new ProgressFile(file).of("01-a", "processes").checks()).containsEntry("01.1", Outcome.PASSED);
    }
}
