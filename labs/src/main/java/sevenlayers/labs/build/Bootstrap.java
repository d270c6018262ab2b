package sevenlayers.labs.build;

import java.nio.file.Path;
import java.util.Set;
import sevenlayers.labs.terminal.Terminal;

/** What the script {@code lab} runs, from its sources, when the command itself is not built or is stale. */
final class Bootstrap {

    /** Commands that need every module; the others need the command only. */
    private static final Set<String> NEED_ALL = Set.of("up", "build");

    private Bootstrap() {}

    public static void main(String[] arguments) {
        Builder builder = new Builder(Path.of(System.getProperty("lab.home")), Terminal.ofSystem());
        try {
            boolean help =
                    Set.of(arguments).contains("--help") || Set.of(arguments).contains("-h");
            if (arguments.length > 0 && NEED_ALL.contains(arguments[0]) && !help) {
                builder.buildAll();
            } else {
                builder.buildCommand();
            }
        } catch (BuildFailed e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
