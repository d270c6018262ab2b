package sevenlayers.labs.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import sevenlayers.labs.course.chapter.Chapter;
import sevenlayers.labs.course.chapter.Exercise;
import sevenlayers.labs.course.run.LabRun;

/** Holds, in a world that runs, that an exercise's start fails, each solution passes and each wrong solution fails. */
public final class Exercises {

    private Exercises() {}

    public static void hold(LabRun.Place place, Chapter chapter) throws InterruptedException {
        Exercise exercise = chapter.exercise();
        assertThat(exercise).as("the exercise of " + chapter.id()).isNotNull();
        if (exercise == null) {
            return;
        }
        assertThat(passes(place, chapter, exercise.answer(exercise.start())))
                .as("the start of " + chapter.id())
                .isFalse();
        for (Map.Entry<String, Map<String, Object>> solution :
                exercise.solutions().entrySet()) {
            assertThat(passes(place, chapter, solution.getValue()))
                    .as("solution " + solution.getKey())
                    .isTrue();
        }
        for (Map.Entry<String, Map<String, Object>> wrong : exercise.wrong().entrySet()) {
            assertThat(passes(place, chapter, wrong.getValue()))
                    .as("wrong solution " + wrong.getKey())
                    .isFalse();
        }
    }

    private static boolean passes(LabRun.Place place, Chapter chapter, Map<String, Object> answer)
            throws InterruptedException {
        return new CheckRun(place).judge(chapter, answer, "a test", "en", _ -> {});
    }
}
