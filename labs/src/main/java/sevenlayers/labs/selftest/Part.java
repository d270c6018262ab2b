package sevenlayers.labs.selftest;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A part of {@code ./lab test}.
 *
 * @param name as it is shown
 * @param needs the world that it needs to be up, as {@code LAB_TEST_REQUIRE} names it
 * @param cannotRun why it cannot run here; empty if it can
 */
record Part(String name, String needs, Supplier<Optional<String>> cannotRun, Body body) {

    /** What a part does. */
    interface Body {

        /**
         * Runs it.
         *
         * @param leftOut told what this machine cannot do, and why
         * @return empty if all is well, else what was wrong
         */
        Optional<String> run(Consumer<String> leftOut);
    }
}
