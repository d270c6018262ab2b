package sevenlayers.labs.selftest;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import sevenlayers.labs.course.chapter.Chapter;
import sevenlayers.labs.course.chapter.Exercise;

/** A student's own work: what is handed out fails, says how to go on, and has hints; a solution passes, and a wrong one does not. */
final class MineWalk implements Walk {

    @Override
    public void take(Trial trial) {
        List<Chapter> chapters = trial.chapters().stream()
                .filter(chapter -> chapter.exercise() != null)
                .toList();
        if (chapters.isEmpty()) {
            throw new Broken("No chapter has an exercise.");
        }
        for (Chapter chapter : chapters) {
            Exercise exercise = chapter.exercise();
            if (exercise != null) {
                take(trial, chapter.number(), exercise);
            }
        }
    }

    private static void take(Trial trial, String number, Exercise exercise) {
        trial.say().accept("check " + number + " --mine");
        trial.lab("check", number, "--mine")
                .exits(1)
                .says("made from the chapter's start", "expected", "saw", "look at", "--hint gives the next hint");
        trial.lab("check", number, "--mine", "--hint").succeeds().says("hint 1: ");
        Path file = trial.state()
                .resolve("mine")
                .resolve(number)
                .resolve(exercise.start().getFileName());
        write(file, first(exercise.solutions()));
        trial.lab("check", number, "--mine").succeeds();
        write(file, first(exercise.wrong()));
        trial.lab("check", number, "--mine").exits(1);
    }

    private static Map<String, Object> first(Map<String, Map<String, Object>> answers) {
        return answers.values().iterator().next();
    }

    /** JSON is YAML. */
    private static void write(Path file, Map<String, Object> answer) {
        try {
            Files.writeString(file, new Gson().toJson(answer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
