package sevenlayers.labs.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import sevenlayers.labs.terminal.Style;
import sevenlayers.labs.terminal.Table;
import sevenlayers.labs.terminal.Terminal;

/** {@code ./lab doctor}. */
@Command(
        name = "doctor",
        description = "Looks for what the lab needs, says what each is needed for, and names what is in the way.",
        footer = {"", "Example:", "  ./lab doctor"},
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        Checkout checkout = Checkout.ofSystem();
        Terminal terminal = checkout.terminal();
        List<Finding> findings =
                new Doctor(checkout.layout(), checkout.running().isPresent()).findings();
        boolean blocked = findings.stream().anyMatch(finding -> finding.verdict() == Finding.Verdict.IN_THE_WAY);
        Table table = new Table();
        findings.forEach(finding ->
                table.row(mark(terminal, finding.verdict()), finding.what(), finding.neededFor(), finding.seen()));
        table.print(terminal);
        terminal.line();
        terminal.line(
                blocked
                        ? "Something is in the way of ./lab up: the lines with ✗."
                        : "Nothing is in the way of ./lab up.");
        return blocked ? 1 : 0;
    }

    private static String mark(Terminal terminal, Finding.Verdict verdict) {
        return switch (verdict) {
            case THERE -> terminal.styled(Style.GOOD, "✓");
            case NOT_THERE -> "–";
            case IN_THE_WAY -> terminal.styled(Style.BAD, "✗");
        };
    }
}
