package sevenlayers.balancer.l7;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.decision.Layer;
import sevenlayers.balancer.l7.LocalReply.Problem;
import sevenlayers.balancer.policy.Choice;
import sevenlayers.balancer.policy.Reason;
import sevenlayers.balancer.policy.Routing;

/** Where the requests of one event loop go: asks the policy, and keeps the loop's connections to each backend. */
final class Router {
    private final EventLoop loop;
    private final L7Listener.Plan plan;
    private final Held held;
    private final Housekeeping housekeeping;
    private final Map<Backend, BackendPool> pools = new HashMap<>();
    private final BooleanSupplier crowded;
    private long madeRoomAt;

    /**
     * Of one event loop.
     *
     * @param crowded whether few places for clients are left
     */
    Router(EventLoop loop, L7Listener.Plan plan, Held held, BooleanSupplier crowded) {
        this.loop = loop;
        this.crowded = crowded;
        this.plan = plan;
        this.held = held;
        this.housekeeping = new Housekeeping(loop, plan.limits().lookEvery(), System::nanoTime);
        this.madeRoomAt = housekeeping.roughNanos();
        plan.routing().onChange(_ -> {
            // A door that has been closed no longer cares.
            if (!loop.isShuttingDown()) {
                loop.execute(this::leaveUnlisted);
            }
        });
    }

    /** The name that our own errors begin with. */
    String balancer() {
        return plan.name();
    }

    EventLoop loop() {
        return loop;
    }

    Held held() {
        return held;
    }

    Housekeeping housekeeping() {
        return housekeeping;
    }

    /** How long a client without a request may stay. */
    Duration idle() {
        Limits.Patience patience = plan.limits().patience();
        return crowded.getAsBoolean() ? patience.idleInACrowd() : patience.idle();
    }

    /**
     * Sends a request on its way.
     *
     * @param again why it had to be decided once more; null the first time
     */
    void route(Exchange exchange, @Nullable String again) {
        Routing.Current current = plan.routing().current();
        Choice choice = current.select(exchange);
        plan.decisions().record(Layer.L7, exchange.client(), exchange.path(), choice, again, current.snapshot());
        switch (choice) {
            case Choice.Picked(Backend backend, Reason _) -> {
                backend.choose();
                exchange.chosen(backend);
                pool(backend).enter(exchange);
            }
            case Choice.Nothing(Reason reason) ->
                exchange.fail(
                        Problem.UNAVAILABLE,
                        again == null ? reason.text() : reason.text() + "; the last one, " + again);
        }
    }

    private BackendPool pool(Backend backend) {
        return pools.computeIfAbsent(
                backend, b -> new BackendPool(b, plan.transport(), loop, plan.limits(), plan.dialFrom(), housekeeping));
    }

    private void leaveUnlisted() {
        Set<Backend> listed = new HashSet<>(plan.routing().current().snapshot().listed());
        for (Iterator<BackendPool> i = pools.values().iterator(); i.hasNext(); ) {
            BackendPool pool = i.next();
            if (!listed.contains(pool.backend())) {
                i.remove();
                // Later, because it may make requests choose again, and that changes the map.
                loop.execute(pool::retire);
            }
        }
    }

    /**
     * Whether the door holds as much as it may, so that whoever asks must do without. Those responses of this loop that have stood still
     * for longest make room first, but they are looked for once between two rounds of the housekeeping only.
     */
    boolean mayNotHold() {
        if (!held.isFull()) {
            return false;
        }
        long now = housekeeping.roughNanos();
        if (madeRoomAt != now) {
            madeRoomAt = now;
            makeRoom(now);
        }
        return held.isFull();
    }

    private void makeRoom(long now) {
        List<Exchange> stalled = housekeeping.peers().stream()
                .flatMap(peer -> peer instanceof ClientConnection client ? client.exchanges().stream() : Stream.empty())
                .filter(exchange -> exchange.stalledNanos(now) > 0)
                .sorted(Comparator.comparingLong((Exchange exchange) -> exchange.stalledNanos(now))
                        .reversed())
                .toList();
        for (Exchange exchange : stalled) {
            if (held.bytes() <= held.most() * 3 / 4) {
                return;
            }
            exchange.makeRoom();
        }
    }
}
