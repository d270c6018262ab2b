package sevenlayers.labs.selftest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sevenlayers.labs.course.chapter.Chapter;
import sevenlayers.labs.course.chapter.Chapters;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.WorldKind;

/**
 * A lab of the tests' own: its ledger, its progress and its work on exercises are not the student's.
 *
 * @param home the repository
 * @param shell where commands are typed
 * @param world which world is up
 * @param layout its front doors
 * @param say told what is being done
 * @param leftOut told what this machine cannot do, and why
 */
record Trial(Path home, Shell shell, WorldKind world, Layout layout, Consumer<String> say, Consumer<String> leftOut) {

    private static final String STATE = ".lab/trial";
    private static final int MINUTES = 5;
    private static final int SETTLE_SECONDS = 60;
    private static final Pattern READY_NODE = Pattern.compile("^ *node-\\d+ +\\S+ ready", Pattern.MULTILINE);

    /** @param settings environment variables for the lab */
    static Trial of(
            Path home,
            Path log,
            WorldKind world,
            Map<String, String> settings,
            Consumer<String> say,
            Consumer<String> leftOut) {
        Map<String, String> ours = new TreeMap<>(settings);
        ours.put("LAB_STATE", STATE);
        ours.put("LAB_MINE", STATE + "/mine");
        ours.put("LAB_LANGUAGE", "en");
        ours.put("LC_ALL", "C.UTF-8"); // the README's pictures are drawn with more than ASCII
        Map<String, String> all = new TreeMap<>(System.getenv());
        all.putAll(ours);
        return new Trial(home, new Shell(home, log, ours), world, Layout.of(all), say, leftOut);
    }

    /** Takes away what an earlier trial found out, and takes its lab down if it was killed. */
    void begin() {
        lab("down").succeeds();
        try (Stream<Path> files = Files.walk(Files.createDirectories(state()))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = state().relativize(file).toString();
                if (name.startsWith("mine/") || name.equals("progress.json") || name.equals("claims.jsonl")) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path state() {
        return home.resolve(STATE);
    }

    /** The chapters that can run in this world, in their order. */
    List<Chapter> chapters() {
        return new Chapters(home.resolve("labs/course"))
                .all().stream()
                        .filter(chapter -> chapter.worlds().contains(world))
                        .toList();
    }

    /** Types {@code ./lab} and these words. */
    Answered lab(String... words) {
        return lab(MINUTES, List.of(words));
    }

    Answered lab(int minutes, List<String> words) {
        return shell.run(minutes, command(words));
    }

    /** The same, while other commands run. */
    Background inBackground(String... words) {
        return Background.start(shell, command(List.of(words)));
    }

    Answered sh(String line) {
        return sh(MINUTES, line);
    }

    /** The same for a line that may take longer. */
    Answered sh(int minutes, String line) {
        return shell.run(minutes, List.of("sh", "-c", line));
    }

    /** The command that calls through the front door of {@code service}. */
    List<String> grpcurl(String service, String method, String request) {
        return List.of("grpcurl", "-plaintext", "-d", request, "localhost:" + layout.door(service), method);
    }

    /**
     * Waits until as many nodes are ready, and no more of them are there: a cluster is not done when its command is.
     *
     * @return what {@code ./lab status} says then
     */
    Answered nodes(int ready) {
        long end = System.nanoTime() + SETTLE_SECONDS * 1_000_000_000L;
        while (true) {
            Answered status = lab("status").succeeds();
            boolean others = status.said().contains("node-" + (ready + 1) + " ");
            if (!others && READY_NODE.matcher(status.said()).results().count() == ready) {
                return status;
            }
            if (System.nanoTime() > end) {
                throw status.broken(ready + " nodes, all ready", "others for " + SETTLE_SECONDS + " s");
            }
        }
    }

    private static List<String> command(List<String> words) {
        List<String> command = new ArrayList<>(List.of("./lab"));
        command.addAll(words);
        return command;
    }
}
