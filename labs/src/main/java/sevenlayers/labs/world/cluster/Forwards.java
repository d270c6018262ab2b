package sevenlayers.labs.world.cluster;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.tool.Patience;

/**
 * The way to one service through kubectl's port-forward.
 *
 * <p>A port-forward is tied to one pod and dies with it, so that each new connection is looked after: while the pod is ready and kubectl
 * runs, it goes that way, else to another pod that is ready, waiting for one if there is none. Connections that are open stay where they
 * are, as with a NodePort: a pod that drains answers what it has begun. A forward is closed when its pod has gone.
 */
final class Forwards implements AutoCloseable {

    private static final Duration POD_LIMIT = Duration.ofSeconds(10);

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Kubectl kubectl;
    private final ReadyPods pods;
    private final String service;
    private final List<Integer> ports;
    private final List<Forward> forwards = new ArrayList<>(); // guarded by this
    private boolean closed; // guarded by this
    private volatile String lastWords = "no pod is ready";

    /** A way that is not open yet: the first connection opens it. */
    Forwards(Kubectl kubectl, ReadyPods pods, String service, List<Integer> ports) {
        this.kubectl = kubectl;
        this.pods = pods;
        this.service = service;
        this.ports = ports;
    }

    /** Where a connection to {@code port} goes now; nowhere if no pod becomes ready for a while. */
    List<InetSocketAddress> to(int port) {
        return ready().map(forward -> List.of(new InetSocketAddress(Layout.HOST, forward.local(port))))
                .orElse(List.of());
    }

    /**
     * Opens the way.
     *
     * @throws WorldException kubectl does not get through; it has the last word
     */
    void requireOne() {
        if (ready().isEmpty()) {
            throw new WorldException("kubectl port-forward does not lead to " + service + ": " + lastWords
                    + "\nTry by hand: kubectl --namespace " + Kubectl.NAMESPACE + " port-forward pod/" + service + "-1 "
                    + ":" + ports.getFirst());
        }
    }

    private Optional<Forward> ready() {
        Patience.until(POD_LIMIT, LOOK_EVERY, () -> !pods.of(service).isEmpty());
        return choose(pods.of(service));
    }

    /** The forward to one of {@code ready}: one that runs, else a new one. */
    private synchronized Optional<Forward> choose(List<String> ready) {
        forwards.removeIf(this::over);
        Optional<Forward> running = forwards.stream()
                .filter(forward -> ready.contains(forward.pod()))
                .findFirst();
        if (running.isPresent()) {
            return running;
        }
        for (String pod : ready) {
            if (closed) {
                break;
            }
            Forward forward = new Forward(kubectl, pod, ports);
            if (forward.awaitOpen()) {
                forwards.add(forward);
                return Optional.of(forward);
            }
            lastWords = forward.lastWords();
            forward.close();
        }
        return Optional.empty();
    }

    private boolean over(Forward forward) {
        if (forward.alive() && pods.has(forward.pod())) {
            return false;
        }
        forward.close();
        return true;
    }

    @Override
    public synchronized void close() {
        closed = true;
        forwards.forEach(Forward::close);
        forwards.clear();
    }
}
