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
        String line = start + terminal.styled(style(check), mark(check)) + " "
                + (check.getControl() ? "" : Width.padded(check.getId(), NUMBER) + " ") + check.getTitle();
        if (!check.getSkipped().isEmpty()) {
            terminal.line(line);
            field("skipped", check.getSkipped());
            return;
        }
        if (check.getPassed()) {
            passed(check, line);
            return;
        }
        terminal.line(line);
        field("expected", check.getExpected());
        field("saw", check.getSaw());
        field("because", check.getBecause());
        field("look at", check.getLookAt());
    }

    /** What was seen stands at the right margin, or under the line if there is no room. */
    private void passed(CheckResult check, String line) {
        int room = terminal.columns() - Width.of(line) - 3;
        if (check.getControl()) {
            terminal.line(line);
        } else if (Width.of(check.getSaw()) <= room) {
            terminal.line(line + "   " + terminal.styled(Style.DIM, Width.right(check.getSaw(), room)));
        } else {
            terminal.line(line);
            field("saw", check.getSaw());
        }
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

    /** {@code ✓} for what passed, {@code ✗} for what failed, {@code –} for what had nothing to judge. */
    public static String mark(CheckResult check) {
        if (!check.getSkipped().isEmpty()) {
            return "–";
        }
        return check.getPassed() ? "✓" : "✗";
    }

    private static Style style(CheckResult check) {
        if (!check.getSkipped().isEmpty()) {
            return Style.WARNING;
        }
        return check.getPassed() ? Style.GOOD : Style.BAD;
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
