package sevenlayers.labs.cli;

import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sevenlayers.lab.v1.ClaimVerdict;
import sevenlayers.lab.v1.Verdict;
import sevenlayers.labs.course.Answers;
import sevenlayers.labs.course.view.ClaimsView;
import sevenlayers.labs.course.view.JsonLines;
import sevenlayers.labs.terminal.Terminal;

/** {@code ./lab claims}. */
@Command(
        name = "claims",
        description = "Shows the ledger: what was last found for each claim of the course, in each world.",
        footer = {
            "",
            "Examples:",
            "  ./lab claims            those that have been measured",
            "  ./lab claims --all      the open ones, too",
            "  ./lab claims --json     all, one JSON object a line"
        },
        mixinStandardHelpOptions = true)
final class ClaimsCommand implements Callable<Integer> {

    @Mixin
    private CourseOptions options = new CourseOptions();

    @Option(names = "--json", description = "One object a line: claim, chapter, world, verdict, evidence, commit, at.")
    private boolean json;

    @Option(names = "--all", description = "Claims that no run has measured, too.")
    private boolean all;

    @Override
    public Integer call() {
        Terminal terminal = options.terminal();
        List<ClaimVerdict> claims = Answers.claims(CourseOptions.course());
        if (json) {
            claims.stream().map(JsonLines::claim).forEach(terminal::json);
            return 0;
        }
        List<ClaimVerdict> shown = all
                ? claims
                : claims.stream()
                        .filter(claim -> claim.getVerdict() != Verdict.VERDICT_OPEN)
                        .toList();
        new ClaimsView(terminal, ZoneId.systemDefault()).show(shown);
        if (!all) {
            terminal.line(shown.isEmpty() ? "No claim has been measured yet: ./lab check 20 begins." : "");
            long of = claims.stream().map(ClaimVerdict::getClaim).distinct().count();
            terminal.line(claims.size() - shown.size() + " of " + of
                    + " claims of the course are open. ./lab claims --all lists them, too.");
        }
        return 0;
    }
}
