package sevenlayers.labs.selftest;

import sevenlayers.labs.course.chapter.Chapter;

/** While somebody takes a lesson, others are told so, and may watch. */
final class LeaseWalk implements Walk {

    @Override
    public void take(Trial trial) {
        Chapter chapter = trial.chapters().getFirst();
        trial.say().accept("two runs at a time, run --watch");
        trial.lab("run", "--watch").exits(1).says("Nothing to watch");
        try (Background run = trial.inBackground("run", chapter.number(), "--from-start")) {
            run.awaits("step 1 of");
            for (String second : new String[] {"run", "check"}) {
                trial.lab(second, chapter.number())
                        .exits(1)
                        .says("The lab is in use", "runs lab " + chapter.id(), "./lab run --watch");
            }
            trial.lab("reset").exits(1).says("The lab is in use", "runs lab " + chapter.id());
            try (Background watch = trial.inBackground("run", "--watch")) {
                watch.awaits("runs lab " + chapter.id());
                run.types("q");
                run.ends(1).succeeds();
                watch.ends(1).succeeds().says("step 1 of", "The run has ended.");
            }
        }
    }
}
