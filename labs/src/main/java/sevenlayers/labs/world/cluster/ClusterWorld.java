package sevenlayers.labs.world.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.Progress;
import sevenlayers.labs.world.ServicePlan;
import sevenlayers.labs.world.ServiceStatus;
import sevenlayers.labs.world.World;
import sevenlayers.labs.world.WorldChoice;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.WorldKind;
import sevenlayers.labs.world.images.Docker;
import sevenlayers.labs.world.images.Image;
import sevenlayers.labs.world.images.Images;
import sevenlayers.labs.world.relay.FreePorts;
import sevenlayers.labs.world.tool.Meanwhile;
import sevenlayers.labs.world.tool.Patience;
import sevenlayers.labs.world.tool.Tool;
import sevenlayers.labs.world.tool.Turns;

/** Pods on Kubernetes, in the namespace {@code seven-layers} of one cluster. */
public final class ClusterWorld implements World {

    private final Layout layout;
    private final Path directory;
    private final Path state;
    private final Provider provider;
    private final Kubectl kubectl;
    private final Namespace namespace;
    private final Doors doors;
    private final Turns turns = new Turns();

    /** Whether the cluster did not answer when it was to be used: then there is nothing of ours in it to delete. */
    private volatile boolean silent;

    private ClusterWorld(Layout layout, Path directory, Path state, Tool program, Provider provider, Doors.By by) {
        this.layout = layout;
        this.directory = directory;
        this.state = state;
        this.provider = provider;
        this.kubectl = new Kubectl(program, provider.context());
        this.namespace = new Namespace(kubectl);
        this.doors = new Doors(kubectl, layout, by);
    }

    /**
     * The kubectl context that is the current one.
     *
     * @throws WorldException there is none, or no kubectl
     */
    public static String currentContext(Path directory) {
        return Kubectl.currentContext(Kubectl.program(directory));
    }

    /**
     * Opens the world; its pods are as they were, or not there yet.
     *
     * @param choice which cluster
     * @param layout where the front doors stand
     * @param directory the checkout
     * @param state where the checkout's state is kept
     * @throws WorldException a program that is needed is not there
     */
    public static ClusterWorld open(WorldChoice choice, Layout layout, Path directory, Path state) {
        Tool program = Kubectl.program(directory);
        Path folder = state.resolve("cluster");
        String own = layout.offset() == 0 ? "seven-layers" : "seven-layers-" + layout.offset();
        Provider provider = switch (choice.maker()) {
            case KIND ->
                new Kind(
                        new Tool("kind", directory, Map.of()), own, directory.resolve("k8s/kind.yaml"), folder, layout);
            case MINIKUBE -> new Minikube(new Tool("minikube", directory, Map.of()), own);
            case NONE ->
                new Existing(choice.context(), directory, System.getenv().getOrDefault(Existing.LOADER, ""));
        };
        Doors.By by = Doors.By.of(System.getenv().getOrDefault(Doors.By.SETTING, ""));
        return new ClusterWorld(layout, directory, folder, program, provider, by);
    }

    @Override
    public WorldKind kind() {
        return WorldKind.CLUSTER;
    }

    @Override
    public String context() {
        return provider.context();
    }

    @Override
    public List<ServiceStatus> services() {
        return services(namespace.pods(), Map.of());
    }

    @Override
    public List<ServiceStatus> measured() {
        List<Pod> pods = namespace.pods();
        List<Long> bytes = Meanwhile.each(pods, pod -> pod.running() ? namespace.memoryBytes(pod) : 0L);
        Map<Pod, Long> memory = new HashMap<>();
        for (int i = 0; i < pods.size(); i++) {
            memory.put(pods.get(i), bytes.get(i));
        }
        return services(pods, memory);
    }

    private List<ServiceStatus> services(List<Pod> pods, Map<Pod, Long> memoryBytes) {
        return layout.services().stream()
                .map(service -> new ServiceStatus(
                        service.name(),
                        "localhost:" + layout.door(service),
                        layout.also(service),
                        pods.stream()
                                .filter(pod -> pod.service().equals(service.name()))
                                .map(pod -> pod.status(memoryBytes.getOrDefault(pod, 0L)))
                                .toList()))
                .toList();
    }

    @Override
    public List<String> innerPods() {
        return namespace.pods().stream()
                .filter(pod -> Layout.DNS_TREE.containsKey(pod.service()))
                .map(Pod::name)
                .toList();
    }

    @Override
    public void up(Consumer<Progress> progress) {
        turns.change(() -> bringUp(progress));
    }

    private void bringUp(Consumer<Progress> progress) {
        Images images = new Images(
                Docker.engine(directory, Map.of()), directory, System.getenv().getOrDefault("BASE_IMAGE", ""));
        List<String> names = layout.services().stream().map(ServicePlan::name).toList();
        if (provider.publishesDoors() ? !provider.exists() : !doors.areOpen()) {
            FreePorts.require(layout);
        }
        cluster(progress); // first: without a cluster nobody wants the images, which take minutes
        List<Image> built = images.build(names, progress);
        boolean there = namespace.exists();
        try {
            load(built, progress);
            namespace.resume(namespace.pods());
            Rollout rollout = new Rollout(
                    kubectl,
                    namespace,
                    Stream.concat(names.stream(), Layout.DNS_TREE.keySet().stream())
                            .toList());
            if (apply(built) || !rollout.settled()) {
                rollout.await(progress);
            }
            openDoors();
        } catch (RuntimeException e) {
            if (!there) {
                Patience.anyway(() -> end());
            }
            throw e;
        }
        images.forgetAllBut(built);
    }

    /** Makes the cluster if it is ours to make and not there; remembers that first, so that also half a cluster is removed. */
    private void cluster(Consumer<Progress> progress) {
        if (!provider.exists()) {
            try {
                Files.createDirectories(state);
                Files.writeString(mark(), provider.context());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        provider.ensure(progress);
        silent = true;
        kubectl.requireAnswer();
        silent = false;
    }

    /** Images that a pod runs from, or that every machine lists, are there. */
    private void load(List<Image> built, Consumer<Progress> progress) {
        List<String> there = namespace.images();
        List<Image> missing =
                built.stream().filter(image -> !there.contains(image.name())).toList();
        if (!missing.isEmpty()) {
            progress.accept(new Progress("loading", 0, missing.size()));
            provider.load(missing);
            progress.accept(new Progress("loading", missing.size(), missing.size()));
        }
    }

    /** Tells the cluster what shall be there; returns whether that is anything new. */
    private boolean apply(List<Image> built) {
        Path kustomization = new Manifests(directory, state).write(provider.manifests(), built, replicas());
        return !kubectl
                .run("apply", "--kustomize", kustomization.toString())
                .orElseThrow("The cluster did not take the manifests")
                .lines()
                .stream()
                .allMatch(line -> line.endsWith(" unchanged"));
    }

    /** A service that was scaled stays so: up brings up what is missing and changes nothing else. */
    private Map<String, Integer> replicas() {
        Map<String, Integer> replicas = namespace.replicas();
        layout.services().forEach(service -> replicas.merge(service.name(), service.replicas(), Math::max));
        return replicas;
    }

    private void openDoors() {
        if (!provider.publishesDoors()) {
            doors.open();
        }
    }

    @Override
    public void down(Consumer<Progress> progress) {
        progress.accept(new Progress("ending", 0, 1));
        turns.end(this::end);
        progress.accept(new Progress("ending", 1, 1));
    }

    private void end() {
        doors.close();
        if (Files.exists(mark())) {
            provider.remove();
            try {
                Files.delete(mark());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } else if (provider.exists() && !silent) {
            namespace.delete();
        }
    }

    @Override
    public int scale(String service, int replicas) {
        return turns.change(() -> scaled(service, replicas));
    }

    private int scaled(String service, int replicas) {
        ServicePlan plan =
                layout.service(service).orElseThrow(() -> new WorldException("There is no service " + service + "."));
        if (replicas < 1 || replicas > Layout.MAX_REPLICAS) {
            throw new WorldException(
                    service + " cannot run " + replicas + " pods: 1 to " + Layout.MAX_REPLICAS + " are allowed.");
        }
        Integer before = namespace.replicas().get(plan.name());
        if (before == null) {
            throw new WorldException(
                    "There is no " + service + " in the cluster: bring the lab up first, ./lab up --cluster");
        }
        namespace.resume(namespace.pods().stream()
                .filter(pod -> pod.service().equals(service))
                .toList());
        kubectl.run("scale", "statefulset/" + service, "--replicas=" + replicas)
                .orElseThrow(service + " could not be scaled");
        new Rollout(kubectl, namespace, List.of(service)).await(_ -> {});
        namespace.awaitName(service);
        return before;
    }

    @Override
    public void stop(String pod, boolean kill) {
        if (kill) {
            namespace.kill(namespace.requireRunning(pod));
        } else {
            namespace.resume(List.of(namespace.require(pod))); // a frozen process would not hear the signal
            kubectl.run("delete", "pod", pod, "--wait").orElseThrow(pod + " could not be stopped");
        }
    }

    @Override
    public void pause(String pod) {
        namespace.pause(namespace.requireRunning(pod));
    }

    @Override
    public void resume(String pod) {
        namespace.resume(List.of(namespace.requireRunning(pod)));
    }

    @Override
    public void logs(String pod, int last, boolean follow, Consumer<String> line) {
        namespace.require(pod);
        List<String> arguments = new ArrayList<>(List.of("logs", pod, "--tail=" + last));
        if (follow) {
            arguments.add("--follow");
        }
        kubectl.follow(arguments, line);
    }

    @Override
    public void close() {
        doors.close();
    }

    /** There while a cluster is up that we made. */
    private Path mark() {
        return state.resolve("made");
    }
}
