package sevenlayers.labs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import sevenlayers.lab.v1.PodStatus;
import sevenlayers.lab.v1.Service;
import sevenlayers.labs.terminal.People;
import sevenlayers.labs.terminal.Style;
import sevenlayers.labs.terminal.Table;
import sevenlayers.labs.terminal.Terminal;

/** Services and pods as tables. */
final class Services {

    private Services() {}

    /** A line a service: door, pods, and what else there is to know. */
    static void print(Terminal terminal, List<Service> services) {
        Table table = new Table();
        for (Service service : services) {
            List<String> more = new ArrayList<>(service.getAlsoList());
            String addresses = service.getPodsCount() < 2
                    ? ""
                    : service.getPodsList().stream()
                            .limit(5)
                            .map(pod -> terminal.inColourOf(pod.getName(), pod.getAddress()))
                            .collect(Collectors.joining("  "));
            String all = service.getPodsCount() > 5 ? addresses + "  …" : addresses;
            table.row(
                    service.getName(),
                    service.getDoor(),
                    People.count(service.getPodsCount(), "pod"),
                    String.join(", ", more) + (more.isEmpty() || all.isEmpty() ? "" : "   ") + all);
        }
        table.print(terminal);
    }

    /** A line a pod: what it is doing. */
    static void printPods(Terminal terminal, List<Service> services) {
        Table table = new Table();
        for (Service service : services) {
            for (PodStatus pod : service.getPodsList()) {
                table.row(
                        terminal.inColourOf(pod.getName(), pod.getName()),
                        state(terminal, pod.getState()),
                        pod.getAddress(),
                        pod.getMemoryBytes() > 0 ? People.bytes(pod.getMemoryBytes()) : "",
                        pod.getDetail());
            }
        }
        table.print(terminal);
    }

    /** The memory of all pods, in bytes; 0 if it is not known. */
    static long memory(List<Service> services) {
        return services.stream()
                .flatMap(service -> service.getPodsList().stream())
                .mapToLong(PodStatus::getMemoryBytes)
                .sum();
    }

    private static String state(Terminal terminal, PodStatus.State state) {
        return switch (state) {
            case STATE_READY -> terminal.styled(Style.GOOD, "✓ ready");
            case STATE_STARTING -> "… starting";
            case STATE_NOT_READY -> terminal.styled(Style.WARNING, "✗ not ready");
            case STATE_PAUSED -> terminal.styled(Style.WARNING, "│ paused");
            case STATE_DEAD -> terminal.styled(Style.BAD, "✗ dead");
            case STATE_UNSPECIFIED, UNRECOGNIZED -> "unknown";
        };
    }
}
