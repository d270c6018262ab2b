package sevenlayers.labs.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sevenlayers.lab.v1.CheckLabRequest;
import sevenlayers.lab.v1.CheckLabResponse;
import sevenlayers.lab.v1.CheckResult;
import sevenlayers.lab.v1.ClaimVerdict;
import sevenlayers.lab.v1.HintShown;
import sevenlayers.labs.agent.AgentClient;
import sevenlayers.labs.course.Course;
import sevenlayers.labs.course.LabProblem;
import sevenlayers.labs.course.chapter.Chapter;
import sevenlayers.labs.course.ledger.ProgressFile;
import sevenlayers.labs.course.view.CheckView;
import sevenlayers.labs.course.view.JUnitFile;
import sevenlayers.labs.course.view.JsonLines;
import sevenlayers.labs.course.view.RunView;
import sevenlayers.labs.terminal.People;
import sevenlayers.labs.terminal.Style;
import sevenlayers.labs.terminal.Terminal;

/** {@code ./lab check 20}. */
@Command(
        name = "check",
        description = "Runs the checks of labs without questions, each once more with its cause removed.",
        footer = {
            "",
            "Examples:",
            "  ./lab check 20                       exit status 0 if all passed",
            "  ./lab check 20 --mine                judge your own work in labs/mine/20/",
            "  ./lab check 20 --mine --hint         the next hint for the exercise",
            "  ./lab check 20 --json                a line of JSON for each check",
            "  ./lab check 20 --junit checks.xml    a report that CI systems read"
        },
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private CourseOptions options = new CourseOptions();

    @Parameters(arity = "1..*", paramLabel = "LAB", description = "Numbers or names.")
    private List<String> labs = List.of();

    @Option(names = "--mine", description = "Judge your own work on the exercise.")
    private boolean mine;

    @Option(names = "--hint", description = "With --mine: show the next hint and judge nothing.")
    private boolean hint;

    @Option(names = "--json", description = "One JSON object a line for each check, and nothing else.")
    private boolean json;

    @Option(names = "--junit", paramLabel = "FILE", description = "Also write the checks as JUnit XML.")
    private @Nullable Path junit;

    @Override
    public Integer call() throws IOException {
        Course course = CourseOptions.course();
        List<Chapter> chapters = labs.stream().map(course.chapters()::find).toList();
        Terminal terminal = options.terminal();
        if (hint) {
            chapters.forEach(chapter -> hint(course, chapter, terminal));
            return 0;
        }
        if (junit != null) {
            OutputFile.prepare("--junit", junit);
        }
        List<JUnitFile.Suite> suites = new ArrayList<>();
        try (AgentClient agent = Checkout.ofSystem().agent()) {
            for (Chapter chapter : chapters) {
                check(agent, chapter, terminal, suites);
            }
        } catch (RuntimeException e) {
            // What has no verdict must not be missing from the report: that would read as if all had passed.
            for (Chapter chapter : chapters.subList(suites.size(), chapters.size())) {
                suites.add(new JUnitFile.Suite(chapter.id(), List.of(), Duration.ZERO, Errors.sentence(e)));
            }
            throw e;
        } finally {
            if (junit != null) {
                Files.writeString(junit, JUnitFile.of(suites));
            }
        }
        boolean passed =
                suites.stream().allMatch(suite -> suite.checks().stream().allMatch(CheckResult::getPassed));
        return passed ? 0 : 1;
    }

    /** Checks a chapter and adds its suite, however far it came. */
    private void check(AgentClient agent, Chapter chapter, Terminal terminal, List<JUnitFile.Suite> suites) {
        long began = System.nanoTime();
        List<CheckResult> checks = new ArrayList<>();
        try {
            check(agent, chapter, terminal, checks, began);
        } catch (RuntimeException e) {
            suites.add(new JUnitFile.Suite(chapter.id(), checks, since(began), Errors.sentence(e)));
            throw e;
        }
        suites.add(new JUnitFile.Suite(chapter.id(), checks, since(began), ""));
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private void check(AgentClient agent, Chapter chapter, Terminal terminal, List<CheckResult> checks, long began) {
        CheckView view = new CheckView(terminal);
        RunView run = new RunView(terminal, options.plain());
        List<ClaimVerdict> claims = List.of();
        if (!json) {
            String title = chapter.texts().get(options.language(), "title");
            terminal.line(terminal.styled(Style.BOLD, chapter.number() + " · " + title) + (mine ? ": your work" : ""));
            if (mine) {
                run.goal(goal(chapter));
            }
        }
        Iterator<CheckLabResponse> events = agent.course()
                .checkLab(CheckLabRequest.newBuilder()
                        .setLab(chapter.id())
                        .setMine(mine)
                        .setLanguage(options.language())
                        .setWho(CourseOptions.who())
                        .build());
        while (events.hasNext()) {
            CheckLabResponse event = events.next();
            switch (event.getEventCase()) {
                case PROGRESS -> {
                    if (!json) {
                        run.doing(event.getProgress().getText());
                    }
                }
                case CHECK -> {
                    checks.add(event.getCheck());
                    if (json) {
                        terminal.json(JsonLines.check(chapter.id(), event.getCheck()));
                    } else {
                        view.show(event.getCheck());
                    }
                }
                case FIGURE -> {
                    if (!json) {
                        run.figure(event.getFigure());
                    }
                }
                case ENDED -> claims = event.getEnded().getClaimsList();
                case EVENT_NOT_SET -> {}
            }
        }
        if (!json) {
            summary(terminal, view, chapter, checks, claims, since(began));
        }
    }

    private void summary(
            Terminal terminal,
            CheckView view,
            Chapter chapter,
            List<CheckResult> checks,
            List<ClaimVerdict> claims,
            Duration took) {
        long failed = checks.stream().filter(check -> !check.getPassed()).count();
        long skipped =
                checks.stream().filter(check -> !check.getSkipped().isEmpty()).count();
        terminal.line();
        view.claims(claims);
        if (!claims.isEmpty()) {
            terminal.line();
        }
        terminal.line("  " + People.count(checks.size(), "check")
                + (failed > 0 ? ", " + failed + " failed" : skipped > 0 ? ", none failed" : ", all passed")
                + (skipped > 0 ? ", " + skipped + " with nothing to judge here" : "") + ", in "
                + People.duration(took) + ".");
        if (mine && failed > 0) {
            terminal.line("  Change labs/mine/" + chapter.number() + "/ and check again; --hint gives the next hint.");
        }
    }

    private String goal(Chapter chapter) {
        if (chapter.exercise() == null) {
            throw new LabProblem("Lab " + chapter.id() + " has no exercise.");
        }
        return chapter.texts().get(options.language(), "exercise.goal");
    }

    /** The goal, then one hint at a time; when all have been shown, all of them again. */
    private void hint(Course course, Chapter chapter, Terminal terminal) {
        RunView view = new RunView(terminal, options.plain());
        view.goal(goal(chapter));
        List<String> hints = chapter.texts().list(options.language(), "exercise.hints");
        int shown = course.progress().of(chapter.id(), ProgressFile.MINE).exerciseHints();
        if (shown < hints.size()) {
            view.hint(hint(hints, shown));
            course.progress().change(chapter.id(), ProgressFile.MINE, old -> old.withHints(shown + 1));
            return;
        }
        for (int number = 0; number < hints.size(); number++) {
            view.hint(hint(hints, number));
        }
        view.hint(HintShown.getDefaultInstance());
    }

    private static HintShown hint(List<String> hints, int index) {
        return HintShown.newBuilder()
                .setNumber(index + 1)
                .setText(hints.get(index))
                .build();
    }
}
