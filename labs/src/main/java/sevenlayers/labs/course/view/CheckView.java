package sevenlayers.labs.course.view;

import java.util.List;
import sevenlayers.lab.v1.CheckResult;
import sevenlayers.lab.v1.ClaimVerdict;
import sevenlayers.labs.course.ledger.Verdicts;
import sevenlayers.labs.terminal.Style;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.terminal.Width;
import sevenlayers.labs.terminal.Wrap;

/** Shows checks and verdicts: one line for what is right, all that helps for what is not. */
public final class CheckView {

    private static final int NUMBER = 6;

    private final Terminal terminal;

    public CheckView(Terminal terminal) {
        this.terminal = terminal;
    }

    public void show(CheckResult check) {
        String start = check.getControl() ? "    " : "";
        String line = start + mark(check.getPassed()) + " "
                + (check.getControl() ? "" : Width.padded(check.getId(), NUMBER) + " ") + check.getTitle();
        if (check.getPassed()) {
            terminal.line(check.getControl() ? line : spread(line, check.getSaw()));
            return;
        }
        terminal.line(line);
        field("expected", check.getExpected());
        field("saw", check.getSaw());
        field("because", check.getBecause());
        field("look at", check.getLookAt());
    }

    /** What was seen, at the right margin if there is room. */
    private String spread(String line, String saw) {
        int room = terminal.columns() - Width.of(line) - 3;
        return Width.of(saw) > room
                ? line
                : line + " ".repeat(room - Width.of(saw) + 3) + terminal.styled(Style.DIM, saw);
    }

    private void field(String name, String text) {
        if (text.isEmpty()) {
            return;
        }
        String label = "        " + Width.padded(name, 8) + "  ";
        for (String line : Wrap.lines(text, terminal.columns() - label.length())) {
            terminal.line(label + line);
            label = " ".repeat(label.length());
        }
    }

    private String mark(boolean passed) {
        return passed ? terminal.styled(Style.GOOD, "✓") : terminal.styled(Style.BAD, "✗");
    }

    /** Each claim with its verdict, in the course's words. */
    public void claims(List<ClaimVerdict> claims) {
        int names = claims.stream()
                .mapToInt(claim -> claim.getClaim().length())
                .max()
                .orElse(0);
        int verdicts = claims.stream()
                .mapToInt(claim -> Verdicts.word(claim.getVerdict()).length())
                .max()
                .orElse(0);
        for (ClaimVerdict claim : claims) {
            String verdict = Verdicts.word(claim.getVerdict());
            Style style = verdict.equals("failed") ? Style.BAD : verdict.equals("open") ? Style.DIM : Style.GOOD;
            String start = "  " + Width.padded(claim.getClaim(), names) + "   "
                    + Width.padded(terminal.styled(style, verdict), verdicts) + "   ";
            Wrap.hanging(start, claim.getText(), terminal.columns()).forEach(terminal::line);
        }
    }
}
