package sevenlayers.balancer.l7;

import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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
    private final Map<Backend, BackendPool> pools = new HashMap<>();

    Router(EventLoop loop, L7Listener.Plan plan) {
        this.loop = loop;
        this.plan = plan;
        plan.routing().onChange(_ -> loop.execute(this::leaveUnlisted));
    }

    /** The name that our own errors begin with. */
    String balancer() {
        return plan.name();
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
                backend, b -> new BackendPool(b, plan.transport(), loop, plan.limits(), plan.dialFrom()));
    }

    private void leaveUnlisted() {
        List<Backend> listed = plan.routing().current().snapshot().listed();
        for (Iterator<BackendPool> i = pools.values().iterator(); i.hasNext(); ) {
            BackendPool pool = i.next();
            if (!listed.contains(pool.backend())) {
                i.remove();
                // Later, because it may make requests choose again, and that changes the map.
                loop.execute(pool::retire);
            }
        }
    }
}
