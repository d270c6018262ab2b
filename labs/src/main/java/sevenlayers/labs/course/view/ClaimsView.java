package sevenlayers.labs.course.view;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import sevenlayers.lab.v1.ClaimVerdict;
import sevenlayers.lab.v1.Verdict;
import sevenlayers.labs.course.ledger.Verdicts;
import sevenlayers.labs.terminal.Style;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.terminal.Width;
import sevenlayers.labs.terminal.Wrap;

/** Shows the ledger: chapter by chapter each claim in its words, and under it what was last found in each world. */
public final class ClaimsView {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final int VERDICT = "✓ confirmed".length();
    private static final int WORLD = "containers".length();

    private final Terminal terminal;
    private final DateTimeFormatter time;

    /** @param zone in which times are shown */
    public ClaimsView(Terminal terminal, ZoneId zone) {
        this.terminal = terminal;
        this.time = MINUTE.withZone(zone);
    }

    /** The claims in the order of the course; what was found for one claim in several worlds is in a row. */
    public void show(List<ClaimVerdict> claims) {
        int width = claims.stream()
                .mapToInt(claim -> claim.getClaim().length())
                .max()
                .orElse(0);
        ClaimVerdict before = ClaimVerdict.getDefaultInstance();
        for (ClaimVerdict claim : claims) {
            if (!claim.getChapter().equals(before.getChapter())) {
                terminal.line(terminal.styled(Style.BOLD, claim.getChapter()));
            }
            if (!claim.getClaim().equals(before.getClaim())) {
                Wrap.hanging("  " + Width.padded(claim.getClaim(), width) + "   ", claim.getText(), terminal.columns())
                        .forEach(terminal::line);
            }
            String indent = " ".repeat(2 + width + 3);
            terminal.line(indent + measured(claim));
            if (claim.getVerdict() == Verdict.VERDICT_FAILED) {
                terminal.line(indent + "look at " + claim.getEvidence());
            }
            before = claim;
        }
    }

    private String measured(ClaimVerdict claim) {
        String word = Verdicts.word(claim.getVerdict());
        return switch (claim.getVerdict()) {
            case VERDICT_OPEN -> "· open";
            case VERDICT_FAILED -> row(Style.BAD, "✗ " + word, claim);
            default -> row(Style.GOOD, "✓ " + word, claim);
        };
    }

    private String row(Style style, String verdict, ClaimVerdict claim) {
        return Width.padded(terminal.styled(style, verdict), VERDICT) + "   "
                + Width.padded(JsonLines.world(claim.getWorld()), WORLD) + "   " + when(claim.getAt()) + "   "
                + claim.getCommit();
    }

    private String when(Timestamp at) {
        return time.format(Instant.ofEpochSecond(at.getSeconds()));
    }
}
