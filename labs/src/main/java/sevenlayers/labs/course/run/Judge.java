package sevenlayers.labs.course.run;

import java.util.List;
import sevenlayers.lab.v1.CheckResult;
import sevenlayers.labs.course.cel.CelProblem;
import sevenlayers.labs.course.cel.Expression;
import sevenlayers.labs.course.cel.Template;
import sevenlayers.labs.course.chapter.Body;
import sevenlayers.labs.course.chapter.Chapter;
import sevenlayers.labs.course.chapter.Check;

/** Judges checks over what was recorded, and says what was expected, what was seen, why, and where to look. */
final class Judge {

    private final Chapter chapter;
    private final String language;
    private final String evidence;
    private final List<String> services;

    /**
     * @param evidence the folder of the step's evidence, as it is shown
     * @param services whose front doors the step used
     */
    Judge(Chapter chapter, String language, String evidence, List<String> services) {
        this.chapter = chapter;
        this.language = language;
        this.evidence = evidence;
        this.services = services;
    }

    CheckResult check(Check check, Body body, Recording recording) {
        CheckResult.Builder result = result(check, body, recording)
                .setTitle(fill(check, "title", body, recording))
                .setExpected(fill(check, "expected", body, recording));
        try {
            if (!applies(check, recording)) {
                return result.setPassed(true)
                        .setSkipped(fill(check, "skipped", body, recording))
                        .build();
            }
            boolean passed = check.that().isTrue(recording);
            result.setPassed(passed);
            if (!passed) {
                result.setBecause(because(check, body, recording));
            }
        } catch (CelProblem e) {
            result.setBecause("it could not be judged: " + e.getMessage());
        }
        return result.setLookAt(lookAt(check, "calls.json")).build();
    }

    /** Whether there is something to judge. */
    static boolean applies(Check check, Recording recording) {
        Expression applies = check.applies();
        return applies == null || applies.isTrue(recording);
    }

    /** The same check on a run without its cause: it passes if the check fails there. */
    CheckResult control(Check check, Body body, Recording recording) {
        CheckResult.Builder result = result(check, body, recording)
                .setControl(true)
                .setTitle(fill(check, "control", body, recording))
                .setExpected("not: " + fill(check, "expected", body, recording));
        try {
            boolean held = check.that().isTrue(recording);
            // With calls that fail, every check fails, whatever its cause.
            boolean failed = check.because().stream()
                    .anyMatch(reason ->
                            reason.key().equals("failed") && reason.when().isTrue(recording));
            result.setPassed(!held && !failed);
            if (failed) {
                result.setBecause("the calls of the control failed: " + fill(check, "because.failed", body, recording));
            } else if (held) {
                result.setBecause("the check passes without its cause, too, so it proves nothing");
            }
        } catch (CelProblem e) {
            result.setBecause("it could not be judged: " + e.getMessage());
        }
        return result.setLookAt(lookAt(check, "control-" + check.id() + "/calls.json"))
                .build();
    }

    private CheckResult.Builder result(Check check, Body body, Recording recording) {
        CheckResult.Builder result =
                CheckResult.newBuilder().setId(check.number()).addAllClaims(check.claims());
        try {
            result.setSaw(saw(check, body, recording));
        } catch (CelProblem e) {
            result.setSaw("nothing that could be read: " + e.getMessage());
        }
        return result;
    }

    /** As the texts say it or, where they do not, the check's own expression. */
    private String saw(Check check, Body body, Recording recording) {
        Expression own = check.saw();
        String key = "checks." + check.id() + ".saw";
        return own != null && chapter.texts().find(language, key) == null
                ? own.text(recording)
                : Template.parse(chapter.texts().get(language, key), body.expressions())
                        .fill(recording);
    }

    private String because(Check check, Body body, Recording recording) {
        for (Check.Because reason : check.because()) {
            if (reason.when().isTrue(recording)) {
                return fill(check, "because." + reason.key(), body, recording);
            }
        }
        return "";
    }

    private String lookAt(Check check, String file) {
        StringBuilder look = new StringBuilder();
        check.claims().forEach(claim -> look.append("claim ").append(claim).append(" · "));
        services.forEach(service -> look.append("./lab logs ").append(service).append(" · "));
        return look.append("evidence ").append(evidence).append(file).toString();
    }

    private String fill(Check check, String key, Body body, Recording recording) {
        String text = chapter.texts().get(language, "checks." + check.id() + "." + key);
        try {
            return Template.parse(text, body.expressions()).fill(recording);
        } catch (CelProblem e) {
            return text;
        }
    }
}
