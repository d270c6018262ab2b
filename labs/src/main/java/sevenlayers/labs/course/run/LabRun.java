package sevenlayers.labs.course.run;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sevenlayers.labs.course.Course;
import sevenlayers.labs.course.LabProblem;
import sevenlayers.labs.course.chapter.Action;
import sevenlayers.labs.course.chapter.Chapter;
import sevenlayers.labs.course.chapter.Exercise;
import sevenlayers.labs.course.chapter.Step;
import sevenlayers.labs.course.doors.DoorCalls;
import sevenlayers.labs.course.doors.Doors;
import sevenlayers.labs.course.ledger.Json;
import sevenlayers.labs.world.World;
import sevenlayers.labs.world.WorldKind;

/**
 * One run of a chapter in a world: it holds the lease, has set the state that the chapter needs, and puts back what it found when it is
 * closed, however it ends.
 *
 * <p>What was found is also written to {@code .lab/found.json}, so that a run whose agent was killed can still be undone: the next run,
 * or {@code ./lab reset}, does it.
 */
public final class LabRun implements AutoCloseable {

    /** Where a run takes place. */
    public record Place(Course course, World world, Doors doors, Lease lease, InstantSource clock) {}

    /** This process: its number and, because systems use numbers again, when it started. */
    private static final String AGENT = ProcessHandle.current().pid()
            + ProcessHandle.current()
                    .info()
                    .startInstant()
                    .map(start -> " of " + start)
                    .orElse("");

    private final Place place;
    private final Consumer<String> progress;
    private final StateKeeper keeper;
    private final Found found;
    private final Evidence evidence;
    private final StepRunner steps;

    private LabRun(
            Place place,
            Consumer<String> progress,
            StateKeeper keeper,
            Found found,
            Evidence evidence,
            StepRunner steps) {
        this.place = place;
        this.progress = progress;
        this.keeper = keeper;
        this.found = found;
        this.evidence = evidence;
        this.steps = steps;
    }

    /**
     * Begins a run.
     *
     * @param who runs it
     * @param mine for an exercise: the student's file; else empty
     * @param progress is told what is being done
     * @throws LabProblem if the world cannot serve the chapter, or somebody else runs one
     */
    public static LabRun begin(
            Place place,
            Chapter chapter,
            String who,
            String language,
            Map<String, Object> mine,
            Consumer<String> progress)
            throws InterruptedException {
        servable(chapter, place.world().kind());
        place.lease().take(who + " runs lab " + chapter.id());
        try {
            Consumer<String> shown = line -> {
                place.lease().show(line);
                progress.accept(line);
            };
            DoorCalls calls = new DoorCalls(place.doors());
            StateKeeper keeper = new StateKeeper(place.world(), calls);
            Instant now = place.clock().instant();
            Evidence evidence = new Evidence(place.course().home(), chapter.number(), now);
            shown.accept("setting the state that this lab needs");
            Found found = takeStock(place, keeper, shown);
            List<String> others = found.channels().stream()
                    .filter(channel -> !channels(chapter).contains(channel))
                    .toList();
            LabRun run = new LabRun(
                    place,
                    shown,
                    keeper,
                    found,
                    evidence,
                    new StepRunner(
                            chapter, place.world(), place.doors(), calls, evidence, language, shown, others, mine));
            try {
                keeper.set(chapter.state(), others);
                return run;
            } catch (RuntimeException | InterruptedException e) {
                run.putBack();
                throw e;
            }
        } catch (RuntimeException | InterruptedException e) {
            place.lease().release();
            throw e;
        }
    }

    /** The named channels of a chapter's own calls: those it needs new. Others are left to whoever opened them. */
    private static Set<String> channels(Chapter chapter) {
        Exercise exercise = chapter.exercise();
        return Stream.concat(
                        chapter.steps().stream().map(Step::body),
                        Stream.ofNullable(exercise).map(Exercise::body))
                .flatMap(body -> body.actions().stream())
                .filter(Action.Call.class::isInstance)
                .map(action -> String.valueOf(((Action.Call) action).request().get("channel")))
                .collect(Collectors.toSet());
    }

    private static void servable(Chapter chapter, WorldKind world) {
        if (!chapter.worlds().contains(world)) {
            String worlds = chapter.worlds().stream().map(WorldKind::label).collect(Collectors.joining(", "));
            throw new LabProblem("Lab " + chapter.id() + " cannot run in the world of " + world.label() + "; it needs: "
                    + worlds + ". `./lab down`, then `./lab up` with another world.");
        }
    }

    /** What is there now; or, if a run broke off without putting things back, what that one had found. */
    private static Found takeStock(Place place, StateKeeper keeper, Consumer<String> progress)
            throws InterruptedException {
        Path file = file(place.course());
        Found left = Json.read(file, Found.class).orElse(null);
        if (left != null && identity(place.world()).equals(left.world())) {
            progress.accept("an earlier run broke off; putting back what it had found");
            List<String> problems = new ArrayList<>();
            keeper.put(left, problems);
            if (!problems.isEmpty()) {
                // The file stays: what is there now is that run's doing and must not be taken for what it had found.
                throw new LabProblem("An earlier run broke off, and what it had found could not all be put back: "
                        + String.join(" ", problems)
                        + " `./lab reset` puts the world back to the state it is brought up in.");
            }
        }
        Found found = keeper.find();
        Json.write(file, found);
        return found;
    }

    /** Which world it is. Pods that are processes end with their agent, so theirs is another one with each agent; others outlive it. */
    static String identity(World world) {
        String kind = world.kind().label() + " " + world.context();
        return world.kind() == WorldKind.PROCESSES ? kind + AGENT : kind;
    }

    /** Forgets what broken runs had found: the world has gone down. */
    public static void forget(Course course) {
        Json.delete(file(course));
    }

    private static Path file(Course course) {
        return course.state().resolve("found.json");
    }

    public StepRunner steps() {
        return steps;
    }

    public Evidence evidence() {
        return evidence;
    }

    /** Shows a line to whoever watches this run. */
    public void show(String line) {
        place.lease().show(line);
    }

    /** Puts back what was found and lets go of the lease. An interrupt waits until that is done. */
    @Override
    public void close() {
        place.lease().ending();
        try {
            putBack();
        } finally {
            place.lease().release();
        }
    }

    private void putBack() {
        boolean interrupted = Thread.interrupted();
        try {
            List<String> problems = new ArrayList<>();
            for (String done : keeper.put(found, problems)) {
                progress.accept("put back: " + done);
            }
            problems.forEach(problem -> progress.accept("could not put everything back: " + problem));
            if (problems.isEmpty()) {
                Json.delete(file(place.course()));
            }
        } catch (RuntimeException e) {
            progress.accept("could not put everything back: " + e.getMessage());
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Puts the world back to the state it is brought up in. Returns what was done, in sentences. */
    public static List<String> reset(Place place, String who) throws InterruptedException {
        place.lease().take(who + " resets the lab");
        try {
            StateKeeper keeper = new StateKeeper(place.world(), new DoorCalls(place.doors()));
            List<String> problems = new ArrayList<>();
            List<String> done = new ArrayList<>(keeper.revive());
            done.addAll(keeper.put(keeper.atStart(), problems));
            if (!problems.isEmpty()) {
                throw new LabProblem("Not everything could be put back: " + String.join(" ", problems)
                        + " `./lab down && ./lab up` makes the world anew.");
            }
            Json.delete(file(place.course()));
            return done;
        } finally {
            place.lease().release();
        }
    }
}
