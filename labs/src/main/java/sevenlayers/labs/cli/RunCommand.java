package sevenlayers.labs.cli;

import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sevenlayers.lab.v1.Again;
import sevenlayers.lab.v1.Hint;
import sevenlayers.lab.v1.Next;
import sevenlayers.lab.v1.Predict;
import sevenlayers.lab.v1.RunEnded;
import sevenlayers.lab.v1.RunLabRequest;
import sevenlayers.lab.v1.RunLabResponse;
import sevenlayers.lab.v1.StartRun;
import sevenlayers.lab.v1.StepOpened;
import sevenlayers.lab.v1.WatchRunRequest;
import sevenlayers.lab.v1.WatchRunResponse;
import sevenlayers.labs.agent.AgentClient;
import sevenlayers.labs.course.view.RunView;
import sevenlayers.labs.terminal.Terminal;

/** {@code ./lab run 20}. */
@Command(
        name = "run",
        description = "Takes a lesson: predict, run, compare, step by step. It goes on where it was left.",
        footer = {
            "",
            "Examples:",
            "  ./lab run 20                   by number; one-connection-one-pod works, too",
            "  ./lab run 20 --from-start      from the first step, whatever was done before",
            "  ./lab run --watch              see what another run does"
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    @Mixin
    private CourseOptions options = new CourseOptions();

    @Parameters(arity = "0..1", paramLabel = "LAB", description = "Its number or name.")
    private @Nullable String lab;

    @Option(names = "--from-start", description = "Begin at step 1.")
    private boolean fromStart;

    @Option(names = "--watch", description = "Watch the run that is under way.")
    private boolean watch;

    private final BufferedReader answers = new BufferedReader(new InputStreamReader(System.in, System.out.charset()));

    @Override
    public Integer call() throws StatusException, InterruptedException, IOException {
        Terminal terminal = options.terminal();
        try (AgentClient agent = Checkout.ofSystem().agent()) {
            if (watch) {
                return watch(agent, terminal);
            }
            return run(agent, terminal, options.lab(lab));
        }
    }

    private static int watch(AgentClient agent, Terminal terminal) {
        Iterator<WatchRunResponse> lines = agent.course().watchRun(WatchRunRequest.getDefaultInstance());
        String run = "";
        while (lines.hasNext()) {
            WatchRunResponse line = lines.next();
            if (!line.getRun().equals(run)) {
                run = line.getRun();
                terminal.line(run);
            }
            terminal.line("  " + line.getLine());
        }
        terminal.line("The run has ended.");
        return 0;
    }

    /** What the student does next after a step was opened or measured. */
    private sealed interface Move {
        record Say(RunLabRequest request) implements Move {}

        record Leave() implements Move {}
    }

    private int run(AgentClient agent, Terminal terminal, String name)
            throws StatusException, InterruptedException, IOException {
        RunView view = new RunView(terminal, options.plain());
        BlockingClientCall<RunLabRequest, RunLabResponse> call =
                agent.courseV2().runLab();
        call.write(RunLabRequest.newBuilder()
                .setStart(StartRun.newBuilder()
                        .setLab(name)
                        .setLanguage(options.language())
                        .setFromStart(fromStart)
                        .setWho(CourseOptions.who()))
                .build());
        int steps = 0;
        StepOpened step = StepOpened.getDefaultInstance();
        while (true) {
            RunLabResponse event = call.read();
            if (event == null) {
                return 0;
            }
            Move move = null;
            switch (event.getEventCase()) {
                case STEP -> {
                    step = event.getStep();
                    steps = step.getOf();
                    view.opened(step);
                    move = predict(terminal, step);
                }
                case HINT -> {
                    view.hint(event.getHint());
                    move = predict(terminal, step);
                }
                case RESULT -> {
                    view.result(event.getResult());
                    move = next(terminal);
                }
                case PROGRESS -> view.doing(event.getProgress().getText());
                case ENDED -> {
                    RunEnded ended = event.getEnded();
                    view.ended(ended, steps, number(name, step));
                }
                case EVENT_NOT_SET -> {}
            }
            switch (move) {
                case null -> {}
                case Move.Say(RunLabRequest request) -> call.write(request);
                case Move.Leave() -> call.halfClose();
            }
        }
    }

    private static String number(String name, StepOpened step) {
        String title = step.getTitle();
        int end = title.indexOf(' ');
        return end < 0 ? name : title.substring(0, end);
    }

    private Move predict(Terminal terminal, StepOpened step) throws IOException {
        List<String> letters =
                step.getOptionsList().stream().map(option -> option.getLetter()).toList();
        while (true) {
            terminal.prompt("  h a hint · q leave  > ");
            String answer = answer(terminal);
            if (answer == null || answer.equals("q")) {
                return new Move.Leave();
            }
            if (answer.equals("h")) {
                return new Move.Say(RunLabRequest.newBuilder()
                        .setHint(Hint.getDefaultInstance())
                        .build());
            }
            if (letters.contains(answer)) {
                return new Move.Say(RunLabRequest.newBuilder()
                        .setPredict(Predict.newBuilder().setOption(answer))
                        .build());
            }
            terminal.line("  " + String.join(", ", letters) + " is a prediction, h the next hint, q leaves.");
        }
    }

    private Move next(Terminal terminal) throws IOException {
        while (true) {
            terminal.prompt("  Enter next · r run again · q leave  ");
            String answer = answer(terminal);
            if (answer == null || answer.equals("q")) {
                return new Move.Leave();
            }
            if (answer.equals("r")) {
                return new Move.Say(RunLabRequest.newBuilder()
                        .setAgain(Again.getDefaultInstance())
                        .build());
            }
            if (answer.isEmpty()) {
                return new Move.Say(RunLabRequest.newBuilder()
                        .setNext(Next.getDefaultInstance())
                        .build());
            }
        }
    }

    /** What was answered; null at the end. A terminal shows what is typed, a pipe does not: then we do. */
    private @Nullable String answer(Terminal terminal) throws IOException {
        String line = answers.readLine();
        if (!Terminal.interactive()) {
            terminal.line(line == null ? "" : line);
        }
        return line == null ? null : line.strip().toLowerCase(Locale.ROOT);
    }
}
