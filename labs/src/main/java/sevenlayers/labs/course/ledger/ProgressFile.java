package sevenlayers.labs.course.ledger;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How far each lab has been taken in each world, {@code .lab/progress.json}. */
public final class ProgressFile {

    /**
     * How far one lab has been taken in one world.
     *
     * @param lab its id
     * @param world as in {@code processes}
     * @param who took it
     * @param next the step to go on with, from 1; one more than there are when all are done
     * @param predictions by step id
     * @param checks by number
     * @param exerciseHints hints of the exercise that have been shown
     * @param judged what the student's own work came to last; null if it was never judged
     */
    public record LabProgress(
            String lab,
            String world,
            String who,
            int next,
            Map<String, Predicted> predictions,
            Map<String, Outcome> checks,
            int exerciseHints,
            @Nullable Judged judged) {

        static LabProgress none(String lab, String world) {
            return new LabProgress(lab, world, "", 1, Map.of(), Map.of(), 0, null);
        }

        /** The same from the first step on. */
        public LabProgress again() {
            return new LabProgress(lab, world, who, 1, Map.of(), Map.of(), exerciseHints, judged);
        }

        public LabProgress at(int step) {
            return new LabProgress(lab, world, who, step, predictions, checks, exerciseHints, judged);
        }

        public LabProgress by(String person) {
            return new LabProgress(lab, world, person, next, predictions, checks, exerciseHints, judged);
        }

        public LabProgress withHints(int shown) {
            return new LabProgress(lab, world, who, next, predictions, checks, shown, judged);
        }

        /** After one more try. */
        public LabProgress judged(Judged now) {
            Judged counted = judged == null ? now : now.afterTries(judged.tries());
            return new LabProgress(lab, world, who, next, predictions, checks, exerciseHints, counted);
        }

        public LabProgress with(String step, Predicted predicted, Map<String, Outcome> outcomes) {
            Map<String, Predicted> allPredictions = new LinkedHashMap<>(predictions);
            // What was predicted first counts: doing a step again is not a way to have known it.
            Predicted first = allPredictions.get(step);
            allPredictions.put(step, first == null ? predicted : first.seenIn(predicted.evidence()));
            Map<String, Outcome> allChecks = new LinkedHashMap<>(checks);
            allChecks.putAll(outcomes);
            return new LabProgress(lab, world, who, next, allPredictions, allChecks, exerciseHints, judged);
        }
    }

    /**
     * A prediction.
     *
     * @param option its letter
     * @param right whether it was
     * @param at when, in ISO 8601
     * @param evidence the folder of the step's last run, relative to the repository
     */
    public record Predicted(String option, boolean right, String at, String evidence) {

        Predicted seenIn(String folder) {
            return new Predicted(option, right, at, folder);
        }
    }

    /**
     * What the student's own work on an exercise came to.
     *
     * @param world in which it was judged
     * @param tries how often it has been
     * @param at when, in ISO 8601
     * @param evidence the folder, relative to the repository
     */
    public record Judged(String world, boolean passed, int tries, String at, String evidence) {

        Judged afterTries(int earlier) {
            return new Judged(world, passed, earlier + 1, at, evidence);
        }
    }

    /** The file. */
    public record Contents(Map<String, LabProgress> labs) {}

    /** In place of a world: the exercise, which is one whatever the world. */
    public static final String MINE = "mine";

    private final Path file;

    public ProgressFile(Path file) {
        this.file = file;
    }

    /** By {@code lab@world}. */
    public Map<String, LabProgress> all() {
        return Json.read(file, Contents.class)
                .map(contents -> new TreeMap<>(contents.labs()))
                .orElseGet(TreeMap::new);
    }

    public LabProgress of(String lab, String world) {
        return all().getOrDefault(key(lab, world), LabProgress.none(lab, world));
    }

    public synchronized LabProgress change(String lab, String world, UnaryOperator<LabProgress> change) {
        Map<String, LabProgress> labs = all();
        LabProgress changed = change.apply(labs.getOrDefault(key(lab, world), LabProgress.none(lab, world)));
        labs.put(key(lab, world), changed);
        Json.write(file, new Contents(labs));
        return changed;
    }

    private static String key(String lab, String world) {
        return lab + "@" + world;
    }
}
