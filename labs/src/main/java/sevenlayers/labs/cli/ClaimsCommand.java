package sevenlayers.labs.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sevenlayers.chassis.v1.World;
import sevenlayers.lab.v1.ClaimVerdict;
import sevenlayers.lab.v1.Verdict;
import sevenlayers.labs.course.Answers;
import sevenlayers.labs.course.ledger.Verdicts;
import sevenlayers.labs.course.view.JsonLines;
import sevenlayers.labs.terminal.Table;
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
        long open = claims.stream()
                .filter(claim -> claim.getVerdict() == Verdict.VERDICT_OPEN)
                .count();
        Table table = new Table();
        for (ClaimVerdict claim : claims) {
            if (all || claim.getVerdict() != Verdict.VERDICT_OPEN) {
                table.row(
                        claim.getClaim(),
                        Verdicts.word(claim.getVerdict()),
                        claim.getWorld() == World.WORLD_UNSPECIFIED ? "" : JsonLines.world(claim.getWorld()),
                        claim.getChapter(),
                        claim.getCommit());
            }
        }
        table.print(terminal);
        if (!all) {
            terminal.line("  " + open + " of "
                    + (claims.stream().map(ClaimVerdict::getClaim).distinct().count())
                    + " claims are open: ./lab claims --all lists them.");
        }
        return 0;
    }
}
