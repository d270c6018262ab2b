package sevenlayers.labs.world.containers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.PodStatus;
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
import sevenlayers.labs.world.relay.FreePorts;
import sevenlayers.labs.world.relay.PortHolder;
import sevenlayers.labs.world.tool.Answer;
import sevenlayers.labs.world.tool.Patience;
import sevenlayers.labs.world.tool.Tool;
import sevenlayers.labs.world.tool.Turns;

/** Pods as containers on a private network: the compose project of docker-compose.yml. */
public final class ContainerWorld implements World {

    private static final Duration START_LIMIT = Duration.ofSeconds(120);

    /** What a pod needs to drain, as in docker-compose.yml. */
    private static final int DRAIN_SECONDS = 30;

    /**
     * For what never came up there is nothing to drain. And it may not hear the signal: to the first process of a container a signal is
     * nothing before it has a handler for it, and a JVM that has just begun has none.
     */
    private static final int ABANDON_SECONDS = 2;

    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private static final Pattern TAKEN =
            Pattern.compile("(?:127\\.0\\.0\\.1:|port )(\\d+)[^\\n]*(?:already allocated|already in use)");

    private final Layout layout;
    private final Tool docker;
    private final Project project;
    private final Images images;
    private final Inside inside;
    private final Turns turns = new Turns();

    ContainerWorld(Layout layout, Tool docker, Path directory, String base) {
        this.layout = layout;
        this.docker = docker;
        this.project = new Project(docker, directory, layout);
        this.images = new Images(docker, directory, base);
        this.inside = new Inside(docker);
    }

    /**
     * Opens the world; its containers are as they were, or not there yet.
     *
     * @param layout where the front doors stand
     * @param directory the checkout
     * @throws WorldException there is no Docker, it does not answer, or its compose is too old
     */
    public static ContainerWorld open(Layout layout, Path directory) {
        return new ContainerWorld(
                layout,
                Docker.compose(directory, Map.of()),
                directory,
                System.getenv().getOrDefault("BASE_IMAGE", ""));
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
    public List<ServiceStatus> services() {
        List<Container> containers = project.containers();
        return services(containers, Map.of());
    }

    @Override
    public List<ServiceStatus> measured() {
        List<Container> containers = project.containers();
        return services(containers, inside.memory(containers));
    }

    private List<ServiceStatus> services(List<Container> containers, Map<String, Long> memory) {
        Set<String> ready = inside.ready(containers);
        return layout.services().stream()
                .map(service -> new ServiceStatus(
                        service.name(),
                        "localhost:" + layout.door(service),
                        layout.also(service),
                        containers.stream()
                                .filter(container -> container.service().equals(service.name()))
                                .map(container -> status(
                                        container,
                                        ready.contains(container.id()),
                                        memory.getOrDefault(container.id(), 0L)))
                                .toList()))
                .toList();
    }

    @Override
    public List<String> innerPods() {
        return project.containers().stream()
                .filter(container -> Layout.DNS_TREE.containsKey(container.service()))
                .map(Container::pod)
                .toList();
    }

    @Override
    public void up(Consumer<Progress> progress) {
        turns.change(() -> bringUp(progress));
    }

    private void bringUp(Consumer<Progress> progress) {
        List<Container> before = project.containers();
        if (before.isEmpty()) {
            FreePorts.require(layout);
        }
        List<String> names = layout.services().stream().map(ServicePlan::name).toList();
        List<Image> built = images.build(names, progress);
        try {
            unpause(before);
            start(built, before, progress);
        } catch (RuntimeException e) {
            if (before.isEmpty()) {
                Patience.anyway(() -> end(ABANDON_SECONDS));
            }
            throw e;
        }
        images.forgetAllBut(built);
    }

    private void start(List<Image> built, List<Container> before, Consumer<Progress> progress) {
        List<String> up = new ArrayList<>(List.of("up", "--detach", "--no-build", "--remove-orphans"));
        for (ServicePlan service : layout.services()) {
            // A service that was scaled stays so: up brings up what is missing and changes nothing else.
            long running = before.stream()
                    .filter(container -> container.service().equals(service.name()))
                    .count();
            up.addAll(List.of("--scale", service.name() + "=" + Math.max(running, service.replicas())));
        }
        checked(project.compose(built, up.toArray(String[]::new)));
        List<Container> after = project.containers();
        boolean unchanged =
                running(before).equals(running(after)) && inside.ready(after).size() == after.size();
        if (!unchanged) {
            awaitReady(_ -> true, progress);
        }
    }

    private static Set<String> running(List<Container> containers) {
        return containers.stream().filter(Container::running).map(Container::id).collect(Collectors.toSet());
    }

    @Override
    public void down(Consumer<Progress> progress) {
        progress.accept(new Progress("ending", 0, 1));
        turns.end(() -> end(DRAIN_SECONDS));
        progress.accept(new Progress("ending", 1, 1));
    }

    private void end(int seconds) {
        unpause(project.containers()); // a frozen process would not hear the signal
        project.compose(List.of(), "down", "--remove-orphans", "--timeout", String.valueOf(seconds))
                .orElseThrow("The containers could not be stopped");
    }

    @Override
    public int scale(String service, int replicas) {
        return turns.change(() -> scaled(service, replicas));
    }

    private int scaled(String service, int replicas) {
        ServicePlan plan = layout.service(service)
                .orElseThrow(() -> new WorldException("There is no service " + service + ". There are: "
                        + String.join(
                                ", ",
                                layout.services().stream()
                                        .map(ServicePlan::name)
                                        .toList()) + "."));
        if (replicas < 1 || replicas > Layout.MAX_REPLICAS) {
            throw new WorldException(
                    service + " cannot run " + replicas + " pods: 1 to " + Layout.MAX_REPLICAS + " are allowed.");
        }
        if (replicas > 1 && plan.replicas() == 1) {
            throw new WorldException("Among containers " + service
                    + " runs as one pod: its front door is a port of this machine, and that"
                    + " belongs to one container. `node` can be scaled; on a cluster the others can, too.");
        }
        List<Container> before = project.containers().stream()
                .filter(container -> container.service().equals(service))
                .toList();
        if (before.isEmpty()) {
            throw new WorldException(
                    "There are no " + service + " containers: bring the lab up first, ./lab up --containers");
        }
        unpause(before);
        List<Image> running =
                before.stream().map(Container::image).distinct().map(Image::of).toList();
        String scale = service + "=" + replicas;
        checked(project.compose(
                running, "up", "--detach", "--no-build", "--no-deps", "--no-recreate", "--scale", scale, service));
        awaitReady(container -> container.service().equals(service), _ -> {});
        return (int) before.stream()
                .filter(container -> container.state() != State.DEAD)
                .count();
    }

    @Override
    public void stop(String pod, boolean kill) {
        Container container = alive(pod);
        unpause(List.of(container));
        docker.run(
                        kill
                                ? List.of("kill", container.id())
                                : List.of("stop", "--time", String.valueOf(DRAIN_SECONDS), container.id()))
                .orElseThrow(pod + " could not be stopped");
    }

    @Override
    public void pause(String pod) {
        Container container = alive(pod);
        if (container.state() != State.PAUSED) {
            docker.run("pause", container.id()).orElseThrow(pod + " could not be paused");
        }
    }

    @Override
    public void resume(String pod) {
        unpause(List.of(alive(pod)));
    }

    @Override
    public void logs(String pod, int last, boolean follow, Consumer<String> line) {
        List<String> arguments = new ArrayList<>(List.of("logs", "--tail", String.valueOf(last)));
        if (follow) {
            arguments.add("--follow");
        }
        arguments.add(pod(pod).id());
        docker.follow(arguments, line);
    }

    @Override
    public void close() {
        // Nothing is held: Docker keeps the containers, and publishes their ports.
    }

    private Container alive(String name) {
        Container container = pod(name);
        if (container.state() == State.DEAD) {
            throw new WorldException(name + " is not running (" + container.detail() + "). ./lab up starts it again.");
        }
        return container;
    }

    private Container pod(String name) {
        List<Container> containers = project.containers();
        return containers.stream()
                .filter(container -> container.pod().equals(name))
                .findFirst()
                .orElseThrow(() -> new WorldException("There is no pod " + name + ". There are: "
                        + String.join(
                                ", ", containers.stream().map(Container::pod).toList()) + "."));
    }

    private void unpause(List<Container> containers) {
        for (Container container : containers) {
            if (container.state() == State.PAUSED) {
                docker.run("unpause", container.id()).orElseThrow(container.pod() + " could not be resumed");
            }
        }
    }

    private static PodStatus status(Container container, boolean ready, long memoryBytes) {
        State state = container.state();
        if (container.running()) {
            state = ready ? State.READY : state == State.STARTING ? State.STARTING : State.NOT_READY;
        }
        return new PodStatus(container.pod(), container.address(), state, container.detail(), memoryBytes);
    }

    /** Waits until every container that {@code which} asks for is ready; one that ends instead is the end of the wait. */
    private void awaitReady(Predicate<Container> which, Consumer<Progress> progress) {
        Set<String> ready = new HashSet<>();
        Set<String> missing = new TreeSet<>();
        AtomicReference<Progress> told = new AtomicReference<>();
        boolean all = Patience.until(START_LIMIT, LOOK_EVERY, () -> {
            List<Container> containers =
                    project.containers().stream().filter(which).toList();
            containers.stream()
                    .filter(container -> container.state() == State.DEAD)
                    .forEach(this::failDead);
            List<Container> waiting = containers.stream()
                    .filter(container -> !ready.contains(container.id()))
                    .toList();
            ready.addAll(inside.ready(waiting));
            missing.clear();
            waiting.stream()
                    .filter(container -> !ready.contains(container.id()))
                    .forEach(container -> missing.add(container.pod()));
            Progress now = new Progress("starting", ready.size(), containers.size());
            if (!now.equals(told.getAndSet(now))) {
                progress.accept(now);
            }
            return missing.isEmpty() && !containers.isEmpty();
        });
        if (!all) {
            throw new WorldException(String.join(", ", missing) + ": not ready after " + START_LIMIT.toSeconds()
                    + " s. What it wrote: ./lab logs " + missing.iterator().next());
        }
    }

    private void failDead(Container container) {
        String last = docker.run("logs", "--tail", "8", container.id()).err();
        throw new WorldException(
                container.pod() + " did not stay up: " + container.detail() + ". Its last words:\n" + last);
    }

    /** Compose's own words on a taken port name an address and no way out. */
    private static void checked(Answer answer) {
        Matcher port = TAKEN.matcher(answer.err());
        if (!answer.ok() && port.find()) {
            throw new WorldException(
                    PortHolder.sentence(Layout.HOST, Integer.parseInt(port.group(1)), "one of the lab's front doors"));
        }
        answer.orElseThrow("The containers could not be started");
    }
}
