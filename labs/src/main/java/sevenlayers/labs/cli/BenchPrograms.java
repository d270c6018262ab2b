package sevenlayers.labs.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sevenlayers.labs.build.Builder;
import sevenlayers.labs.world.WorldException;

/** Programs that measure, each in a JVM of its own: what measures must not share one with the command. */
final class BenchPrograms {

    private final Checkout checkout;

    BenchPrograms(Checkout checkout) {
        this.checkout = checkout;
    }

    /** One of the module {@code bench}, by the rest of its class's name; returns its exit status. */
    int bench(String main, List<String> arguments) {
        build();
        Path target = checkout.home().resolve("bench/target");
        return run(
                target.resolve("bench.jar") + File.pathSeparator + target.resolve("lib") + "/*",
                "sevenlayers.bench." + main,
                arguments);
    }

    /** One of the balancer's own programs or of its tests, by the rest of its class's name; returns its exit status. */
    int balancer(String main, List<String> arguments) {
        build();
        Path target = checkout.home().resolve("services/balancer/target");
        try {
            String libraries =
                    Files.readString(target.resolve("test.classpath")).strip();
            String classPath = String.join(
                    File.pathSeparator,
                    target.resolve("test-classes").toString(),
                    target.resolve("classes").toString(),
                    libraries);
            return run(classPath, "sevenlayers.balancer." + main, arguments);
        } catch (IOException e) {
            throw new WorldException("The balancer's tests are not built: " + e.getMessage(), e);
        }
    }

    private void build() {
        new Builder(checkout.home(), checkout.terminal()).buildBench();
    }

    private static int run(String classPath, String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx1g"));
        command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(arguments);
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new WorldException("The program could not be started: " + e.getMessage(), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
