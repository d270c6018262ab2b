package sevenlayers.labs.world.containers;

import java.time.Duration;
import java.util.List;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.Pss;
import sevenlayers.labs.world.tool.Answer;
import sevenlayers.labs.world.tool.Tool;

/**
 * What a container says about itself, asked from inside: Docker's own health check looks every few seconds only, and its addresses cannot
 * be reached from a Mac.
 *
 * @param ready whether it says that it is ready for calls
 * @param memoryBytes its proportional set size; 0 where the kernel does not tell
 */
record Probe(boolean ready, long memoryBytes) {

    static final Probe SILENT = new Probe(false, 0);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    static Probe of(Tool docker, Container container) {
        String ask = "wget -q -T 2 -O /dev/null http://127.0.0.1:" + httpPort(container.service())
                + "/q/health/ready && echo ready; grep " + Pss.LINE + " /proc/1/smaps_rollup";
        Answer answer = docker.run(PATIENCE, List.of("exec", container.id(), "sh", "-c", ask));
        return parse(answer.out());
    }

    static Probe parse(String said) {
        return new Probe(said.startsWith("ready"), Pss.bytes(said));
    }

    private static int httpPort(String service) {
        return service.equals("node") ? Layout.NODE_HTTP_PORT : Layout.POD_PORT;
    }
}
