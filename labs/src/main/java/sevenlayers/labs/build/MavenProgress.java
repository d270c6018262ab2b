package sevenlayers.labs.build;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Maven's log says about how far it is and what went wrong. */
final class MavenProgress {

    private static final Pattern REACTOR = Pattern.compile("\\[INFO] Building (\\S+) \\S+\\s+\\[(\\d+)/(\\d+)]");
    private static final Pattern ONE = Pattern.compile("\\[INFO] Building (\\S+) \\d\\S*");
    private static final Pattern DONE = Pattern.compile("\\[INFO] BUILD SUCCESS.*");
    private static final Pattern DOWNLOADED = Pattern.compile("(?:\\[INFO] )?Downloaded from \\S+: .*");
    private static final Pattern ERROR = Pattern.compile("\\[ERROR] (.*)");

    /** Lines of Maven's that say how to ask Maven for more, or where in its tools it happened, not what was wrong. */
    private static final Pattern NOISE = Pattern.compile(
            "(?:\\[Help \\d]|To see the full stack|Re-run Maven|For more information"
                    + "|After correcting|\\s*mvn <args>|COMPILATION ERROR|Caused by: |\\s+at |\\s*\\.\\.\\. \\d+ more).*|-*\\s*");

    private static final Pattern HELP = Pattern.compile("\\s*-> \\[Help \\d]$");

    private static final int MOST_ERRORS = 12;

    private int done;
    private int of;
    private int downloads;
    private String module = "";
    private final List<String> errors = new ArrayList<>();

    MavenProgress(int modules) {
        this.of = modules;
    }

    /** Takes a line; whether it changed anything that is shown. */
    boolean take(String line) {
        Matcher reactor = REACTOR.matcher(line);
        if (reactor.lookingAt()) {
            // The first of the reactor is the parent: a file of versions, built in no time, and no module to a reader.
            done = Math.max(0, Integer.parseInt(reactor.group(2)) - 2);
            of = Integer.parseInt(reactor.group(3)) - 1;
            module = reactor.group(2).equals("1") ? "" : reactor.group(1);
            return true;
        }
        Matcher one = ONE.matcher(line);
        if (one.lookingAt()) {
            module = one.group(1);
            return true;
        }
        if (DONE.matcher(line).matches()) {
            done = of;
            return true;
        }
        if (DOWNLOADED.matcher(line).matches()) {
            downloads++;
            return true;
        }
        Matcher error = ERROR.matcher(line);
        if (error.matches() && errors.size() < MOST_ERRORS) {
            String words = HELP.matcher(error.group(1)).replaceFirst("");
            if (!NOISE.matcher(words).matches() && !errors.contains(words)) {
                errors.add(words);
            }
        }
        return false;
    }

    int done() {
        return done;
    }

    int of() {
        return of;
    }

    /** What is being done now. */
    String note() {
        return downloads == 0 ? module : module + ", " + downloads + " files downloaded";
    }

    String module() {
        return module;
    }

    /** What went wrong, in Maven's words and the compiler's; at most {@value #MOST_ERRORS} lines. */
    List<String> errors() {
        return errors;
    }
}
