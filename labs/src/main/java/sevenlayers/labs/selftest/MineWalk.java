package sevenlayers.labs.selftest;

import java.util.Optional;
import sevenlayers.labs.course.chapter.Chapter;

/** A student's own work: what is handed out fails, says how to go on, and has hints. */
final class MineWalk implements Walk {

    @Override
    public void take(Trial trial) {
        Optional<Chapter> found = trial.chapters().stream()
                .filter(chapter -> chapter.exercise() != null)
                .findFirst();
        if (found.isEmpty()) {
            throw new Broken("No chapter has an exercise.");
        }
        String number = found.get().number();
        trial.say().accept("check " + number + " --mine");
        trial.lab("check", number, "--mine")
                .exits(1)
                .says("made from the chapter's start", "expected", "saw", "look at", "--hint gives the next hint");
        trial.lab("check", number, "--mine", "--hint").succeeds().says("hint 1: ");
    }
}
