package sevenlayers.labs.world.containers;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.Pss;
import sevenlayers.labs.world.tool.Answer;
import sevenlayers.labs.world.tool.Meanwhile;
import sevenlayers.labs.world.tool.Tool;

/**
 * What containers say about themselves, asked from inside of their network: Docker's own health check looks every few seconds only, and
 * its addresses cannot be reached from a Mac.
 */
final class Inside {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What the asker says when it has asked all. */
    private static final String DONE = "asked";

    private final Tool docker;

    Inside(Tool docker) {
        this.docker = docker;
    }

    /**
     * The ids of those that say that they are ready for calls. One of them asks all: to begin a program inside of each costs a tenth of a
     * second every time.
     */
    Set<String> ready(List<Container> containers) {
        List<Container> running = containers.stream()
                .filter(container -> container.running() && !container.address().isEmpty())
                .toList();
        for (Container asker : running) {
            Answer answer = docker.run(PATIENCE, List.of("exec", asker.id(), "sh", "-c", question(running)));
            Set<String> said = new HashSet<>(answer.lines());
            if (said.contains(DONE)) {
                return running.stream()
                        .map(Container::id)
                        .filter(said::contains)
                        .collect(Collectors.toSet());
            }
            // It has ended meanwhile, or hangs: the next one.
        }
        return Set.of();
    }

    /** All at once, since one that hangs takes its two seconds. */
    static String question(List<Container> containers) {
        return containers.stream()
                .map(container ->
                        "wget -q -T 2 -O /dev/null http://" + container.address() + ":" + httpPort(container.service())
                                + "/q/health/ready 2>/dev/null && echo " + container.id() + " &")
                .collect(Collectors.joining("\n", "", "\nwait; echo " + DONE));
    }

    /** The proportional set size of each, in bytes, by its id; 0 where the kernel does not tell. */
    Map<String, Long> memory(List<Container> containers) {
        List<Container> running = containers.stream().filter(Container::running).toList();
        List<Long> bytes = Meanwhile.each(
                running,
                container -> Pss.bytes(
                        docker.run(PATIENCE, List.of("exec", container.id(), "grep", Pss.LINE, "/proc/1/smaps_rollup"))
                                .out()));
        return IntStream.range(0, running.size())
                .boxed()
                .collect(Collectors.toMap(i -> running.get(i).id(), bytes::get));
    }

    private static int httpPort(String service) {
        return service.equals("node") ? Layout.NODE_HTTP_PORT : Layout.POD_PORT;
    }
}
