package sevenlayers.labs.testcontainers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.testcontainers.containers.Network;
import org.testcontainers.lifecycle.Startables;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.PodStatus.State;
import sevenlayers.labs.world.Progress;
import sevenlayers.labs.world.ServicePlan;
import sevenlayers.labs.world.ServiceStatus;
import sevenlayers.labs.world.World;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.WorldKind;
import sevenlayers.labs.world.images.Docker;
import sevenlayers.labs.world.images.Image;
import sevenlayers.labs.world.images.Images;
import sevenlayers.labs.world.tool.Meanwhile;

/**
 * Pods as containers that live as long as a test: on a network of their own, with front doors on free ports, so that tests can run beside
 * each other and beside a lab that is up.
 */
public final class TestcontainersWorld implements World {

    private final Layout layout = Layout.of(Map.of());
    private final Images images;
    private final Network network = Network.newNetwork();
    private final Map<String, Image> built = new HashMap<>();
    private final Map<String, NavigableMap<Integer, PodContainer>> pods = new TreeMap<>();

    /** @param checkout where `./lab build` has been run */
    public TestcontainersWorld(Path checkout) {
        this.images = new Images(
                Docker.engine(checkout, Map.of()), checkout, System.getenv().getOrDefault("BASE_IMAGE", ""));
    }

    @Override
    public WorldKind kind() {
        return WorldKind.CONTAINERS;
    }

    @Override
    public String context() {
        return "";
    }

    @Override
    public synchronized List<ServiceStatus> services() {
        return layout.services().stream()
                .map(service -> new ServiceStatus(
                        service.name(),
                        of(service.name()).values().stream()
                                .filter(PodContainer::alive)
                                .findFirst()
                                .map(PodContainer::door)
                                .orElse(""),
                        List.of(),
                        Meanwhile.each(List.copyOf(of(service.name()).values()), PodContainer::status)))
                .toList();
    }

    @Override
    public synchronized void up(Consumer<Progress> progress) {
        List<String> names = layout.services().stream().map(ServicePlan::name).toList();
        images.build(names, progress).forEach(image -> built.put(image.service(), image));
        List<PodContainer> starting = new ArrayList<>();
        for (ServicePlan service : layout.services()) {
            for (int number = 1; number <= service.replicas(); number++) {
                add(service.name(), number).forEach(starting::add);
            }
        }
        progress.accept(new Progress("starting", 0, starting.size()));
        Startables.deepStart(starting).join();
        progress.accept(new Progress("starting", starting.size(), starting.size()));
    }

    @Override
    public synchronized void down(Consumer<Progress> progress) {
        List<PodContainer> all = pods.values().stream()
                .flatMap(numbered -> numbered.values().stream())
                .toList();
        progress.accept(new Progress("ending", 0, all.size()));
        Meanwhile.each(all, pod -> {
            pod.stop();
            return pod;
        });
        pods.clear();
        progress.accept(new Progress("ending", all.size(), all.size()));
    }

    @Override
    public synchronized int scale(String service, int replicas) {
        NavigableMap<Integer, PodContainer> numbered = of(service);
        int before =
                (int) numbered.values().stream().filter(PodContainer::alive).count();
        List<PodContainer> starting = new ArrayList<>();
        for (int number = 1; number <= replicas; number++) {
            add(service, number).forEach(starting::add);
        }
        Startables.deepStart(starting).join();
        List<PodContainer> surplus =
                List.copyOf(numbered.tailMap(replicas, false).values());
        Meanwhile.each(surplus, pod -> {
            pod.drain();
            pod.stop();
            return pod;
        });
        numbered.tailMap(replicas, false).clear();
        return before;
    }

    /** A new container, unless the pod is there and alive. */
    private Stream<PodContainer> add(String service, int number) {
        NavigableMap<Integer, PodContainer> numbered = of(service);
        PodContainer present = numbered.get(number);
        if (present != null && present.alive()) {
            return Stream.empty();
        }
        if (present != null) {
            present.stop();
        }
        Image image = built.get(service);
        if (image == null) {
            throw new WorldException("There is no service " + service + ", or the lab is not up.");
        }
        PodContainer added = new PodContainer(image, number, network);
        numbered.put(number, added);
        return Stream.of(added);
    }

    @Override
    public void stop(String pod, boolean kill) {
        PodContainer container = pod(pod);
        resume(pod);
        if (kill) {
            container.kill();
        } else {
            container.drain();
        }
    }

    @Override
    public void pause(String pod) {
        pod(pod).pause();
    }

    @Override
    public void resume(String pod) {
        PodContainer container = pod(pod);
        if (container.status().state() == State.PAUSED) {
            container.unpause();
        }
    }

    @Override
    public void logs(String pod, int last, boolean follow, Consumer<String> line) {
        PodContainer container = pod(pod);
        List<String> lines = container.getLogs().lines().toList();
        lines.subList(Math.max(0, lines.size() - last), lines.size()).forEach(line);
        if (follow) {
            throw new WorldException("A test reads what was written; it does not follow.");
        }
    }

    @Override
    public void close() {
        down(_ -> {});
        network.close();
    }

    private synchronized PodContainer pod(String name) {
        return pods.values().stream()
                .flatMap(numbered -> numbered.values().stream())
                .filter(pod -> pod.pod().equals(name))
                .findFirst()
                .orElseThrow(() -> new WorldException("There is no pod " + name + "."));
    }

    private NavigableMap<Integer, PodContainer> of(String service) {
        return pods.computeIfAbsent(service, _ -> new TreeMap<>());
    }
}
