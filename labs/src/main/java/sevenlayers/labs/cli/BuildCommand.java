package sevenlayers.labs.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import sevenlayers.labs.build.Builder;

/** {@code ./lab build}. */
@Command(
        name = "build",
        description = "Builds the modules whose sources have changed since they were last built.",
        footer = {"", "Example:", "  ./lab build"},
        mixinStandardHelpOptions = true)
final class BuildCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        Checkout checkout = Checkout.ofSystem();
        if (new Builder(checkout.home(), checkout.terminal()).buildAll() == 0) {
            checkout.terminal().line("Everything is built.");
        }
        return 0;
    }
}
