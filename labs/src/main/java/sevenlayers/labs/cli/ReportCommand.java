package sevenlayers.labs.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sevenlayers.labs.course.Course;
import sevenlayers.labs.course.ledger.Report;

/** {@code ./lab report}. */
@Command(
        name = "report",
        description = "Writes predictions, results and verdicts as one Markdown file to hand in.",
        footer = {"", "Example:", "  ./lab report --name \"Kim Minsu\" --out report-kim.md"},
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

    @Mixin
    private CourseOptions options = new CourseOptions();

    @Option(names = "--name", paramLabel = "NAME", description = "Whose it is. Not said: the name of this account.")
    private @Nullable String name;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write it. Not said: labs/mine/report.md")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        Checkout checkout = Checkout.ofSystem();
        Path file = out == null ? Course.mine(checkout.home()).resolve("report.md") : out.toAbsolutePath();
        OutputFile.prepare("--out", file);
        String who = name == null ? CourseOptions.who() : name;
        Files.writeString(
                file,
                new Report(CourseOptions.course(), options.language(), ZoneId.systemDefault())
                        .write(who, Instant.now()));
        options.terminal().line("Written: " + file);
        return 0;
    }
}
