package sevenlayers.labs.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import sevenlayers.labs.terminal.ProgressBar;
import sevenlayers.labs.terminal.Terminal;

/**
 * Builds the modules whose sources have changed since they were last built.
 *
 * <p>A module is stale if its product is missing, or if the fingerprint of its sources, of its tools and of the modules under it is not
 * the one that the last build left in {@code target/lab.fingerprint}; {@code mvn clean} takes that file away with the rest.
 */
public final class Builder {

    private static final String STAMP = "target/lab.fingerprint";

    /** Holds the fingerprint of a built service: what its pods run. */
    private static final String CODE = "target/lab.code";

    private final Path repository;
    private final Terminal terminal;

    public Builder(Path repository, Terminal terminal) {
        this.repository = repository;
        this.terminal = terminal;
    }

    /** Builds every stale module of a lab; returns how many there were. */
    public int buildAll() {
        return build(Module.LAB);
    }

    /** Builds what is measured, and what measures it, if stale. */
    public int buildBench() {
        return build(Module.ALL);
    }

    /** Builds every module anew and runs its tests. */
    public void verifyAll() {
        requireMaven();
        try (FileChannel channel = lockFile();
                FileLock _ = lock(channel)) {
            run(Module.ALL, Maven::verify);
            touchCommand();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the tests of each module leave their reports. */
    public static List<Path> reportFolders(Path repository) {
        return Module.ALL.stream()
                .map(module -> module.in(repository).resolve("target/surefire-reports"))
                .toList();
    }

    /** Builds what the command itself is made of, if stale. */
    public int buildCommand() {
        return build(List.of(Module.PROTO, Module.LABS));
    }

    /** Fingerprint of what {@code service} was built to; the same if a build made the same bytes again. */
    public static String codeOf(Path repository, String service) {
        Path module = repository.resolve("services").resolve(service);
        String known = read(module.resolve(CODE));
        return known.isEmpty()
                ? new Fingerprint()
                        .add(module.resolve("target/quarkus-app"), ".aot")
                        .value()
                : known;
    }

    /** Fingerprint of the sources that a module was last built from; empty if it was not. */
    public static String stampOf(Path repository, String module) {
        return read(repository.resolve(module).resolve(STAMP));
    }

    private int build(List<Module> wanted) {
        if (stale(wanted).isEmpty()) {
            touchCommand();
            return 0;
        }
        requireMaven();
        try (FileChannel channel = lockFile();
                FileLock _ = lock(channel)) {
            List<Module> stale = stale(wanted); // again: another ./lab may have built while we waited
            if (!stale.isEmpty()) {
                run(stale, (maven, progress) -> maven.pack(stale, progress));
            }
            touchCommand();
            return stale.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(List<Module> modules, BiConsumer<Maven, Consumer<MavenProgress>> goal) {
        Map<String, String> fingerprints = fingerprints();
        boolean first =
                !Files.isDirectory(Path.of(System.getProperty("user.home"), ".m2", "repository", "io", "quarkus"));
        if (first) {
            terminal.line("  The first build downloads its libraries (some 500 MB); later ones do not.");
        }
        try (ProgressBar bar = new ProgressBar(terminal, "building")) {
            leaveToTheAgent(modules);
            bar.note("starting Maven");
            Set<String> begun = new LinkedHashSet<>();
            goal.accept(new Maven(repository, repository.resolve(".lab").resolve("build.log")), state -> {
                // Maven builds one module after the other: what it began before this one is complete, even if this one
                // fails.
                if (begun.add(state.module())) {
                    stampAll(modules, begun, state.module(), fingerprints);
                }
                bar.note(state.note());
                bar.update(state.done(), state.of(), terminal.live() ? state.note() : state.module());
            });
            new AotCaches(repository).make(_ -> bar.note("first starts, to make later ones quick"));
        }
        stampAll(modules, modules.stream().map(Module::name).collect(Collectors.toSet()), "", fingerprints);
    }

    /**
     * An agent that is up reads its classes from the jars that it opened at its start. Maven writes over a file in place, and would take
     * them away; what is deleted first stays whole for whoever has it open.
     */
    private void leaveToTheAgent(List<Module> modules) {
        if (modules.contains(Module.LABS)) {
            Path target = Module.LABS.in(repository).resolve("target");
            Path contract = Path.of(Module.PROTO.product()).getFileName();
            try {
                Files.deleteIfExists(target.resolve("labs.jar"));
                Files.deleteIfExists(target.resolve("lib").resolve(contract));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void stampAll(List<Module> modules, Set<String> complete, String except, Map<String, String> fingerprints) {
        for (Module module : modules) {
            if (complete.contains(module.name()) && !module.name().equals(except)) {
                stamp(module, fingerprints.getOrDefault(module.folder(), ""));
            }
        }
    }

    private static void requireMaven() {
        if (!Maven.isInstalled()) {
            throw new BuildFailed(
                    "Maven is needed to build the lab, and there is no mvn on PATH.\n"
                            + "Install Maven 3.8 or newer (Debian, Ubuntu: apt install maven; macOS: brew install maven), then try again.");
        }
    }

    private void stamp(Module module, String fingerprint) {
        Path folder = module.in(repository);
        if (read(folder.resolve(STAMP)).equals(fingerprint) && Files.exists(folder.resolve(CODE))) {
            return;
        }
        try {
            write(folder, module.name(), fingerprint);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Path folder, String name, String fingerprint) throws IOException {
        Files.deleteIfExists(folder.resolve(CODE));
        if (Files.isDirectory(folder.resolve("target/quarkus-app"))) {
            Files.writeString(folder.resolve(CODE), codeOf(repository, name));
        }
        Files.writeString(folder.resolve(STAMP), fingerprint);
    }

    private List<Module> stale(List<Module> modules) {
        Map<String, String> fingerprints = fingerprints();
        List<Module> stale = new ArrayList<>();
        for (Module module : modules) {
            Path folder = module.in(repository);
            if (!Files.exists(folder.resolve(module.product()))
                    || !fingerprints.getOrDefault(module.folder(), "").equals(read(folder.resolve(STAMP)))) {
                stale.add(module);
            }
        }
        return stale;
    }

    private Map<String, String> fingerprints() {
        Map<String, String> known = new HashMap<>();
        for (Module module : Module.ALL) {
            Fingerprint fingerprint =
                    new Fingerprint().add(Runtime.version().toString()).add(repository.resolve("pom.xml"));
            module.needs().forEach(needed -> fingerprint.add(known.getOrDefault(needed, "")));
            module.sources()
                    .forEach(source ->
                            fingerprint.add(source).add(module.in(repository).resolve(source)));
            known.put(module.folder(), fingerprint.value());
        }
        return known;
    }

    /** The script {@code lab} compares this file's time with the sources', which costs it less than reading them. */
    private void touchCommand() {
        Path target = repository.resolve("labs/target");
        try {
            if (Files.isDirectory(target)) {
                Files.writeString(target.resolve("lab.stamp"), "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FileChannel lockFile() throws IOException {
        Path state = Files.createDirectories(repository.resolve(".lab"));
        return FileChannel.open(state.resolve("build.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private FileLock lock(FileChannel channel) throws IOException {
        FileLock lock = channel.tryLock();
        if (lock == null) {
            terminal.line("  Another ./lab is building this checkout; waiting for it.");
            lock = channel.lock();
        }
        return lock;
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file).strip() : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
