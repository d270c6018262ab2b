package sevenlayers.labs.world.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.PodStatus.State;
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

    private ClusterWorld(Layout layout, Path directory, Path state, Tool program, Provider provider) {
        this.layout = layout;
        this.directory = directory;
        this.state = state;
        this.provider = provider;
        this.kubectl = new Kubectl(program, provider.context());
        this.namespace = new Namespace(kubectl);
        this.doors = new Doors(kubectl, layout);
    }

    /**
     * Opens the world; its pods are as they were, or not there yet.
     *
     * @param choice which cluster
     * @param layout where the front doors stand
     * @param directory the checkout
     * @param state where the checkout's state is kept
     * @throws WorldException a program that is needed is not there, or kubectl has no context
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
                new Existing(
                        choice.context().isEmpty() ? Kubectl.currentContext(program) : choice.context(),
                        directory,
                        System.getenv().getOrDefault(Existing.LOADER, ""));
        };
        return new ClusterWorld(layout, directory, folder, program, provider);
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
        List<Pod> pods = namespace.pods();
        return layout.services().stream()
                .map(service -> new ServiceStatus(
                        service.name(),
                        "localhost:" + layout.door(service),
                        layout.also(service),
                        pods.stream()
                                .filter(pod -> pod.service().equals(service.name()))
                                .map(Pod::status)
                                .toList()))
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
        cluster(progress); // first: without a cluster nobody wants the images, which take minutes
        List<Image> built = images.build(names, progress);
        boolean there = namespace.exists();
        try {
            load(built, progress);
            apply(built);
            namespace.awaitReady(names, progress);
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
        progress.accept(new Progress("cluster", 0, 1));
        if (!provider.exists()) {
            try {
                Files.createDirectories(state);
                Files.writeString(mark(), provider.context());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        provider.ensure();
        silent = true;
        kubectl.requireAnswer();
        silent = false;
        progress.accept(new Progress("cluster", 1, 1));
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

    private void apply(List<Image> built) {
        Path kustomization = new Manifests(directory, state).write(provider.manifests(), built, replicas());
        kubectl.run("apply", "--kustomize", kustomization.toString())
                .orElseThrow("The cluster did not take the manifests");
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
        kubectl.run("scale", "statefulset/" + service, "--replicas=" + replicas)
                .orElseThrow(service + " could not be scaled");
        namespace.awaitReady(List.of(service), _ -> {});
        namespace.awaitName(service);
        return before;
    }

    @Override
    public void stop(String pod, boolean kill) {
        namespace.require(pod);
        if (kill) {
            namespace.signal(pod, "KILL"); // the kubelet starts another container in its place
        } else {
            resume(pod); // a frozen process would not hear the signal
            kubectl.run("delete", "pod", pod, "--wait").orElseThrow(pod + " could not be stopped");
        }
    }

    @Override
    public void pause(String pod) {
        Pod running = namespace.require(pod);
        namespace.signal(pod, "STOP");
        namespace.annotate(pod, Pod.PAUSED + "=" + running.container(), "--overwrite");
    }

    @Override
    public void resume(String pod) {
        if (namespace.require(pod).state() == State.PAUSED) {
            namespace.signal(pod, "CONT");
            namespace.annotate(pod, Pod.PAUSED + "-");
        }
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
