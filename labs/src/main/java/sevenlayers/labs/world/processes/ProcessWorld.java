package sevenlayers.labs.world.processes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.Progress;
import sevenlayers.labs.world.ServicePlan;
import sevenlayers.labs.world.ServiceStatus;
import sevenlayers.labs.world.World;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.WorldKind;

/**
 * Pods as child processes of this one.
 *
 * <p>Changes are made one at a time, under this object's lock; looking needs no lock, for the map of pods is replaced whole. A pod is in
 * the {@link NameBook} from the moment it is ready until it is about to end, has died, or says that it is not ready: what a headless
 * Service does on a cluster.
 */
public final class ProcessWorld implements World {

    /** A machine that has much else to do may take this long to start a JVM. */
    private static final int START_SECONDS = 60;

    /** A pod that is asked to end drains first: 2 s during which it still accepts, then the calls in flight. */
    private static final int DRAIN_SECONDS = 30;

    /** When everything ends nobody waits for the calls in flight. */
    private static final int DOWN_SECONDS = 8;

    private static final int WATCH_MILLIS = 1000;

    private final Layout layout;
    private final Path repository;
    private final Path state;
    private final NameBook names;
    private final Launcher launcher;
    private final Doors doors;
    private final Thread watcher;

    /** By service and number; replaced whole. */
    private volatile Map<String, TreeMap<Integer, PodProcess>> pods = Map.of();

    /** Set before the lock is asked for, so that pods that are being started are not waited for. */
    private volatile boolean ended;

    /**
     * A world in which nothing runs yet.
     *
     * @param repository where the built services are
     * @param state where logs, names and copies of the services go
     */
    public ProcessWorld(Layout layout, Path repository, Path state) {
        this.layout = layout;
        this.repository = repository;
        this.state = state.toAbsolutePath();
        this.names = new NameBook(layout, this.state);
        this.launcher = new Launcher(layout, this.state, names);
        this.doors = new Doors(layout, this::ready);
        this.watcher = Thread.ofVirtual().name("readiness").unstarted(this::watch);
    }

    @Override
    public WorldKind kind() {
        return WorldKind.PROCESSES;
    }

    @Override
    public String context() {
        return "";
    }

    @Override
    public List<ServiceStatus> services() {
        return layout.services().stream()
                .map(service -> new ServiceStatus(
                        service.name(),
                        "localhost:" + layout.door(service),
                        layout.also(service),
                        of(service).stream().map(PodProcess::status).toList()))
                .toList();
    }

    @Override
    public synchronized void up(Consumer<Progress> progress) {
        if (ended) {
            throw new WorldException("This lab has been taken down. Start it anew: ./lab up");
        }
        doors.open();
        Map<String, Application> applications = new HashMap<>();
        List<PodProcess> outdated = new ArrayList<>();
        List<PodId> missing = new ArrayList<>();
        for (ServicePlan service : layout.services()) {
            Application application = Application.of(repository, state, service.name());
            applications.put(service.name(), application);
            TreeMap<Integer, PodProcess> present = pods.getOrDefault(service.name(), new TreeMap<>());
            for (int number = 1;
                    number <= Math.max(service.replicas(), present.isEmpty() ? 0 : present.lastKey());
                    number++) {
                PodProcess pod = present.get(number);
                if (pod == null && number > service.replicas()) {
                    continue; // stopped by hand, beyond what a lab starts with
                }
                if (pod == null || !pod.isAlive() || !pod.code().equals(application.code())) {
                    missing.add(new PodId(service, number));
                    Optional.ofNullable(pod).ifPresent(outdated::add);
                }
            }
        }
        if (watcher.getState() == Thread.State.NEW) {
            publish();
            watcher.start();
        }
        end(outdated, false, DRAIN_SECONDS);
        start(missing, applications, progress);
        Application.prune(
                state, applications.values().stream().map(Application::folder).collect(Collectors.toSet()));
    }

    @Override
    public void down(Consumer<Progress> progress) {
        ended = true;
        watcher.interrupt();
        endAll(progress);
    }

    private synchronized void endAll(Consumer<Progress> progress) {
        doors.close();
        List<PodProcess> all = all();
        progress.accept(new Progress("ending", 0, all.size()));
        all.forEach(pod -> pod.end(false));
        int done = 0;
        for (PodProcess pod : all) {
            pod.awaitEnd(DOWN_SECONDS);
            progress.accept(new Progress("ending", ++done, all.size()));
        }
        pods = Map.of();
    }

    @Override
    public synchronized int scale(String service, int replicas) {
        ServicePlan plan = plan(service);
        int most = layout.maxReplicas(plan);
        if (replicas < 1 || replicas > most) {
            throw new WorldException(service + " can have 1 to " + most + " pods here, not " + replicas + ".");
        }
        List<PodProcess> present = of(plan);
        List<PodId> missing = new ArrayList<>();
        for (int number = 1; number <= replicas; number++) {
            PodProcess pod = pods.getOrDefault(service, new TreeMap<>()).get(number);
            if (pod == null || !pod.isAlive()) {
                missing.add(new PodId(plan, number));
            }
        }
        end(present.stream().filter(pod -> pod.id().number() > replicas).toList(), false, DRAIN_SECONDS);
        if (!missing.isEmpty()) {
            start(missing, Map.of(service, Application.of(repository, state, service)), _ -> {});
        }
        return present.size();
    }

    @Override
    public synchronized void stop(String pod, boolean kill) {
        end(List.of(running(pod)), kill, DRAIN_SECONDS);
    }

    @Override
    public synchronized void pause(String pod) {
        running(pod).pause();
    }

    @Override
    public synchronized void resume(String pod) {
        running(pod).resume();
    }

    @Override
    public void logs(String pod, int last, boolean follow, Consumer<String> line) {
        Tail.read(launcher.log(pod), last, follow, line);
    }

    /** Ends everything: the pods are this process's children and go with it. */
    @Override
    public void close() {
        down(_ -> {});
    }

    private void start(List<PodId> wanted, Map<String, Application> applications, Consumer<Progress> progress) {
        progress.accept(new Progress("starting", 0, wanted.size()));
        if (wanted.isEmpty()) {
            return;
        }
        doors.checkFree(wanted);
        List<PodProcess> started = new ArrayList<>();
        try {
            for (PodId pod : wanted) {
                PodProcess process = launcher.start(
                        pod,
                        Objects.requireNonNull(applications.get(pod.service().name())));
                started.add(process);
                put(process);
                process.onExit(this::publish);
            }
            awaitReady(started, progress);
        } catch (RuntimeException e) {
            end(started, true, DOWN_SECONDS);
            throw e;
        }
    }

    private void awaitReady(List<PodProcess> started, Consumer<Progress> progress) {
        long deadline = System.nanoTime() + START_SECONDS * 1_000_000_000L;
        List<PodProcess> waiting = new ArrayList<>(started);
        while (!waiting.isEmpty()) {
            if (ended) {
                throw new WorldException("The lab was taken down while it was starting.");
            }
            for (PodProcess pod : List.copyOf(waiting)) {
                if (!pod.isAlive()) {
                    throw new WorldException(pod.id().name() + " " + pod.howItEnded()
                            + " while it was starting. Its last lines:\n" + lastLines(pod));
                }
                if (Probe.accepts(pod.grpc()) && Probe.serves(pod.grpc()) && HttpProbe.isReady(pod.http())) {
                    pod.says(true);
                    waiting.remove(pod);
                    publish(); // others may wait for it: a balancer is ready once it has a backend
                    progress.accept(new Progress("starting", started.size() - waiting.size(), started.size()));
                }
            }
            if (System.nanoTime() > deadline) {
                throw new WorldException(waiting.getFirst().id().name() + " did not get ready within " + START_SECONDS
                        + " s. Its last lines:\n" + lastLines(waiting.getFirst()));
            }
            if (!pauseFor(20)) {
                throw new WorldException("The lab was interrupted while it was starting.");
            }
        }
    }

    /** What a pod wrote last, without the frames of stack traces. */
    private String lastLines(PodProcess pod) {
        List<String> lines = new ArrayList<>();
        Tail.read(launcher.log(pod.id().name()), 200, false, line -> {
            if (!line.isBlank() && !line.matches("\\s+(at |\\.\\.\\. \\d+ more).*")) {
                lines.add("  " + line.strip());
            }
        });
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size())) + "\nAll of them: "
                + launcher.log(pod.id().name());
    }

    /** Ends pods: first they are no longer found, then they are asked to go. */
    private void end(List<PodProcess> leaving, boolean kill, int seconds) {
        if (leaving.isEmpty()) {
            return;
        }
        Map<String, TreeMap<Integer, PodProcess>> left = copy();
        leaving.forEach(pod -> left.getOrDefault(pod.id().service().name(), new TreeMap<>())
                .remove(pod.id().number(), pod));
        pods = left;
        publish();
        leaving.forEach(pod -> pod.end(kill));
        leaving.forEach(pod -> pod.awaitEnd(seconds));
    }

    private void watch() {
        while (pauseFor(WATCH_MILLIS)) {
            boolean news = false;
            for (PodProcess pod : all()) {
                if (pod.hasStarted() && pod.isAlive()) {
                    news |= pod.says(HttpProbe.isReady(pod.http()));
                }
            }
            if (news) {
                publish();
            }
        }
    }

    private void publish() {
        synchronized (names) {
            names.write(all().stream()
                    .filter(PodProcess::isReady)
                    .map(PodProcess::id)
                    .toList());
        }
    }

    private void put(PodProcess pod) {
        Map<String, TreeMap<Integer, PodProcess>> more = copy();
        more.computeIfAbsent(pod.id().service().name(), _ -> new TreeMap<>())
                .put(pod.id().number(), pod);
        pods = more;
    }

    private Map<String, TreeMap<Integer, PodProcess>> copy() {
        Map<String, TreeMap<Integer, PodProcess>> copy = new HashMap<>();
        pods.forEach((service, byNumber) -> copy.put(service, new TreeMap<>(byNumber)));
        return copy;
    }

    private List<PodProcess> ready(ServicePlan service) {
        return of(service).stream().filter(PodProcess::isReady).toList();
    }

    private List<PodProcess> of(ServicePlan service) {
        return List.copyOf(pods.getOrDefault(service.name(), new TreeMap<>()).values());
    }

    private List<PodProcess> all() {
        return layout.services().stream()
                .map(this::of)
                .flatMap(Collection::stream)
                .toList();
    }

    private ServicePlan plan(String service) {
        return layout.service(service)
                .orElseThrow(() -> new WorldException("\"" + service + "\" is no service of this lab."));
    }

    private PodProcess running(String name) {
        PodProcess pod = all().stream()
                .filter(one -> one.id().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new WorldException("There is no pod " + name + "."));
        if (!pod.isAlive()) {
            throw new WorldException(name + " is not running (" + pod.howItEnded() + "). ./lab up starts it again.");
        }
        return pod;
    }

    /** Waits; false if we are to stop. */
    private static boolean pauseFor(int millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
