package sevenlayers.balancer;

import io.grpc.StatusRuntimeException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.backend.Addresses;
import sevenlayers.balancer.backend.Discovery;
import sevenlayers.balancer.backend.Found;
import sevenlayers.balancer.backend.ServiceSource;
import sevenlayers.balancer.backend.Source;
import sevenlayers.balancer.decision.Layer;
import sevenlayers.balancer.health.HealthRules;
import sevenlayers.balancer.policy.Policies;
import sevenlayers.balancer.policy.Policy;
import sevenlayers.balancer.policy.PolicySpec;
import sevenlayers.balancer.v1.ListenerSettings;
import sevenlayers.balancer.v1.Settings;
import sevenlayers.balancer.v1.Weight;
import sevenlayers.chassis.errors.Violations;

/** A change of one listener: checked first, made later, or not at all. */
final class SettingsChange implements AutoCloseable {
    /** How long a cluster has to say what a Service's endpoints are. */
    private static final Duration CLUSTER_ANSWERS = Duration.ofSeconds(5);

    private static final int HEAVIEST = 1_000;

    private final DoorControl control;
    private final Neighbourhood lab;
    private final Settings said;
    private @Nullable Setup next;
    private @Nullable Policy prepared;
    private DoorControl.@Nullable Move move;
    private @Nullable StatusRuntimeException denied;

    SettingsChange(DoorControl control, Neighbourhood lab, Settings said) {
        this.control = control;
        this.lab = lab;
        this.said = said;
    }

    /** Finds everything that is wrong with it. May look names up. */
    void check(Violations violations) {
        Setup now = control.setup();
        violations.check(
                said.hasPolicy() || !said.getSource().isEmpty() || said.hasWeights() || said.hasHealth(),
                "settings",
                "nothing was said; allowed: policy, source, weights, health, one of them at least");
        HealthRules health = said.hasHealth()
                ? HealthMessages.rules(now.health(), said.getHealth(), "settings.health", violations)
                : now.health();
        Source source = said.getSource().isEmpty() ? now.source() : source(now.source(), violations);
        PolicySpec policy = said.hasPolicy() ? policy(now.policy(), violations) : now.policy();
        if (move != null && !said.hasPolicy()) {
            checkNewList(policy, move.found().addresses().size(), violations);
        }
        Set<InetSocketAddress> known = control.known();
        if (move != null) {
            known.addAll(move.found().addresses());
        }
        Map<InetSocketAddress, Integer> weights = said.hasWeights() ? weights(known, violations) : now.weights();
        Set<InetSocketAddress> draining = said.getHealth().hasDraining() ? draining(known, violations) : now.draining();
        next = new Setup(policy, source, weights, health, draining);
    }

    private PolicySpec policy(PolicySpec now, Violations violations) {
        int backends;
        if (move != null) {
            backends = move.found().addresses().size();
        } else if (said.getPolicy().equals(PolicyMessages.message(now))) {
            backends = 0; // it is in use, whatever pods have joined since
        } else {
            backends = control.registry().snapshot().listed().size();
        }
        PolicySpec policy = PolicyMessages.spec(said.getPolicy(), "settings.policy", backends, violations);
        if (control.layer() == Layer.L4) {
            PolicyMessages.checkForL4(policy, "settings.policy", violations);
        }
        return policy;
    }

    /** The policy stays as it is, and must be able to place the backends of the new source. */
    private static void checkNewList(PolicySpec policy, int backends, Violations violations) {
        Policies.problems(policy, backends)
                .forEach(problem -> violations.check(
                        false,
                        "settings.source",
                        "too many backends for " + policy.name() + " as it is set; its " + problem.field() + " of "
                                + problem.what()));
    }

    // ---- Source

    private Source source(Source now, Violations violations) {
        Source source;
        try {
            source = Source.parse(said.getSource());
        } catch (IllegalArgumentException e) {
            violations.check(false, "settings.source", String.valueOf(e.getMessage()));
            return now;
        }
        if (source.text().equals(now.text())) {
            return now;
        }
        // Whoever starts the balancer decides.
        boolean starting = source.text().equals(control.atStart().source().text());
        if (!starting
                && source instanceof ServiceSource service
                && !service.namespace().isEmpty()) {
            // The Service's name says nothing of another namespace's pods, and they come and go.
            violations.check(false, "settings.source", foreign(service));
            return now;
        }
        try {
            if (!starting) {
                lab.requireInside(source);
            }
            move = ask(source);
            move.found().addresses().stream()
                    .filter(lab.own())
                    .findFirst()
                    .ifPresent(own -> violations.check(false, "settings.source", ourselves(source, own)));
            violations.check(!move.found().addresses().isEmpty(), "settings.source", nobody(source, "no address now"));
        } catch (StatusRuntimeException e) {
            denied = e;
        } catch (UnknownHostException e) {
            violations.check(false, "settings.source", nobody(source, String.valueOf(e.getMessage())));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            violations.check(false, "settings.source", nobody(source, "the look-up was interrupted"));
        }
        return source;
    }

    private DoorControl.Move ask(Source source) throws UnknownHostException, InterruptedException {
        Discovery discovery = control.discovery(source);
        Found found = Found.of(List.of());
        try {
            found = discovery.ask(CLUSTER_ANSWERS);
            return new DoorControl.Move(discovery, found);
        } finally {
            if (found.addresses().isEmpty()) {
                discovery.close();
            }
        }
    }

    private static String foreign(ServiceSource service) {
        return Violations.quoted(service.text()) + " names a namespace, which only LAB_BACKENDS may; allowed: k8s:///"
                + service.service() + ":" + service.port() + ", in the balancer's own";
    }

    private static String ourselves(Source source, InetSocketAddress own) {
        return Violations.quoted(source.text()) + " leads to " + Addresses.text(own)
                + ", a door of this balancer, and whatever it sent there would come back for ever; allowed: servers behind it";
    }

    private static String nobody(Source source, String why) {
        return Violations.quoted(source.text()) + " gives no backend (" + why
                + "); allowed: names that have an address, and addresses; ./lab status lists the pods";
    }

    // ---- Weights and draining

    private Map<InetSocketAddress, Integer> weights(Set<InetSocketAddress> known, Violations violations) {
        Map<InetSocketAddress, Integer> weights = new HashMap<>();
        List<Weight> list = said.getWeights().getWeightsList();
        Set<InetSocketAddress> seen = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            String path = "settings.weights.weights[" + i + "].";
            violations.range(path + "weight", list.get(i).getWeight(), 1, HEAVIEST);
            InetSocketAddress backend = backend(path + "backend", list.get(i).getBackend(), known, seen, violations);
            if (backend != null && list.get(i).getWeight() != 1) {
                weights.put(backend, list.get(i).getWeight());
            }
        }
        return weights;
    }

    private Set<InetSocketAddress> draining(Set<InetSocketAddress> known, Violations violations) {
        Set<InetSocketAddress> draining = new TreeSet<>(Addresses.ORDER);
        List<String> list = said.getHealth().getDraining().getBackendsList();
        for (int i = 0; i < list.size(); i++) {
            backend("settings.health.draining.backends[" + i + "]", list.get(i), known, draining, violations);
        }
        return draining;
    }

    /** The backend that is meant; null if there is none, or it has been named before. */
    private @Nullable InetSocketAddress backend(
            String path,
            String text,
            Set<InetSocketAddress> known,
            Set<InetSocketAddress> seen,
            Violations violations) {
        InetSocketAddress found = lab.find(text, known).orElse(null);
        if (found == null) {
            violations.check(
                    false,
                    path,
                    Violations.quoted(text) + " is no backend of " + control.layer() + " and was none; allowed: "
                            + lab.text(known));
        } else if (!seen.add(found)) {
            violations.check(false, path, Violations.quoted(text) + " is named before; allowed: each backend once");
            return null;
        }
        return found;
    }

    // ---- Afterwards

    /**
     * Ends the call if the source is outside of the lab.
     *
     * @throws StatusRuntimeException PERMISSION_DENIED
     */
    void throwIfDenied() {
        if (denied != null) {
            throw denied;
        }
    }

    /** What is set now. */
    ListenerSettings message() {
        return SettingsMessages.message(control, control.setup());
    }

    /** Makes what takes room, before anything changes: whoever has none must not be left with half a change. */
    void prepare() {
        if (next != null) {
            prepared = control.policy(next.policy(), move == null);
        }
    }

    /** Makes the change, which has been prepared. */
    void make() {
        if (next != null && prepared != null) {
            control.use(next, prepared, move);
        }
    }

    /** It is not made after all. */
    @Override
    public void close() {
        if (move != null) {
            move.discovery().close();
        }
    }
}
