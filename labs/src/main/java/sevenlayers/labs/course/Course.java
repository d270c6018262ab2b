package sevenlayers.labs.course;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import sevenlayers.lab.v1.Verdict;
import sevenlayers.labs.course.chapter.Catalogue;
import sevenlayers.labs.course.chapter.Chapter;
import sevenlayers.labs.course.chapter.Chapters;
import sevenlayers.labs.course.ledger.Commit;
import sevenlayers.labs.course.ledger.Ledger;
import sevenlayers.labs.course.ledger.ProgressFile;
import sevenlayers.labs.course.ledger.Verdicts;

/**
 * The course of a checkout: its chapters, and what is known of them from runs. It needs no world; {@link
 * sevenlayers.labs.course.run.LabRun} runs a chapter in one.
 *
 * @param home the repository
 * @param state its {@code .lab}
 */
public record Course(Path home, Path state, Chapters chapters, Ledger ledger, ProgressFile progress) {

    public Course(Path home, Path state) {
        this(
                home,
                state,
                new Chapters(home.resolve("labs/course")),
                new Ledger(state.resolve("claims.jsonl")),
                new ProgressFile(state.resolve("progress.json")));
    }

    public Catalogue catalogue() {
        return chapters.catalogue();
    }

    /** Whether every claim of a chapter holds in a world. */
    public boolean done(Chapter chapter, String world) {
        return chapter.claims().stream()
                .allMatch(claim ->
                        ledger.latest(claim, world).filter(Ledger.Entry::holds).isPresent());
    }

    /** Enters verdicts into the ledger; those that are still open are not. */
    public void enter(Chapter chapter, String world, Map<String, Verdict> verdicts, String evidence, String at) {
        String commit = Commit.of(home);
        List<Ledger.Entry> entries = verdicts.entrySet().stream()
                .filter(verdict -> verdict.getValue() != Verdict.VERDICT_OPEN)
                .map(verdict -> new Ledger.Entry(
                        verdict.getKey(), chapter.id(), world, Verdicts.word(verdict.getValue()), evidence, commit, at))
                .toList();
        ledger.append(entries);
    }

    /** Where a student's own work on a chapter's exercise stands. */
    public Path mine(Chapter chapter) {
        return mine(home).resolve(chapter.number());
    }

    /** Where all own work stands: {@code labs/mine}; {@code LAB_MINE} names another folder. */
    public static Path mine(Path home) {
        return home.resolve(System.getenv().getOrDefault("LAB_MINE", "labs/mine"));
    }
}
