package sevenlayers.labs.cli;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sevenlayers.labs.course.Course;
import sevenlayers.labs.course.LabProblem;
import sevenlayers.labs.course.chapter.ChapterReader;
import sevenlayers.labs.terminal.Terminal;

/** What the commands of the course have in common. */
final class CourseOptions {

    @Option(names = "--plain", description = "No colours, no drawings: the same as text.")
    private boolean plain;

    @Option(
            names = "--language",
            paramLabel = "LANGUAGE",
            description =
                    "en or ko; where a lab is not translated it speaks English. Not said: LAB_LANGUAGE, or the language of the"
                            + " system (LC_ALL, LC_MESSAGES, LANG).")
    private @Nullable String language;

    boolean plain() {
        return plain;
    }

    String language() {
        return language != null
                ? language
                : language(System.getenv(), terminal().unicode());
    }

    /**
     * The language of an environment, as POSIX has it: {@code LANG=ko_KR.UTF-8}, and what wins over it.
     *
     * @param unicode whether the terminal can show others than English
     */
    static String language(Map<String, String> environment, boolean unicode) {
        return !unicode
                ? "en"
                : Stream.of("LAB_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
                        .map(name -> environment.getOrDefault(name, ""))
                        .filter(value -> !value.isEmpty())
                        .findFirst()
                        .map(value -> value.split("[_.@-]", -1)[0].toLowerCase(Locale.ROOT))
                        .filter(ChapterReader.LANGUAGES::contains)
                        .orElse("en");
    }

    Terminal terminal() {
        Terminal terminal = Terminal.ofSystem();
        return plain ? Terminal.of(terminal.out(), false, terminal.columns(), Map.of()) : terminal;
    }

    static Course course() {
        Checkout checkout = Checkout.ofSystem();
        return new Course(checkout.home(), checkout.state());
    }

    /** The lab that was named; if none was, a sentence with those that there are. */
    String lab(@Nullable String name) {
        if (name == null) {
            throw new LabProblem("Which lab? Name one by number or name, as in ./lab run 20. There are "
                    + String.join(", ", course().chapters().ids()) + ".");
        }
        course().chapters().find(name);
        return name;
    }

    /** Who sits here, for those who are told to wait. */
    static String who() {
        return System.getProperty("user.name", "somebody");
    }
}
