package sevenlayers.labs.world.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import sevenlayers.labs.build.Builder;
import sevenlayers.labs.world.WorldException;

/**
 * A built service as its pods run it: a copy under {@code .lab/apps}, because a build replaces the jars that a running JVM reads its
 * classes from.
 *
 * @param folder where to start it
 * @param code fingerprint of what was built
 */
record Application(Path folder, String code) {

    /** The copy of {@code service} as it is built now; made if it is not there yet. */
    static Application of(Path repository, Path state, String service) {
        Path built = repository.resolve("services").resolve(service).resolve("target/quarkus-app");
        if (!Files.exists(built.resolve("quarkus-run.jar"))) {
            throw new WorldException("The service " + service + " is not built. Build it with ./lab build.");
        }
        String code = Builder.codeOf(repository, service);
        Path folder = state.resolve("apps").resolve(service + "-" + code.substring(0, 12));
        if (!Files.isDirectory(folder)) {
            copy(built, folder);
        }
        return new Application(folder, code);
    }

    /** Takes away the copies that {@code used} does not name. */
    static void prune(Path state, Set<Path> used) {
        Path apps = state.resolve("apps");
        if (!Files.isDirectory(apps)) {
            return;
        }
        try (Stream<Path> folders = Files.list(apps)) {
            folders.filter(folder -> !used.contains(folder)).forEach(Application::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Path part = to.resolveSibling(to.getFileName() + ".part");
            delete(part);
            Files.createDirectories(part);
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.toList()) {
                    Path target = part.resolve(from.relativize(file));
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(target);
                    } else {
                        // With its times: the JVM drops an AOT cache without a word if a jar's time has changed.
                        Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                    }
                }
            }
            Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
