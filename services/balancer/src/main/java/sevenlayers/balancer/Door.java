package sevenlayers.balancer;

import java.net.InetSocketAddress;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import sevenlayers.balancer.backend.Registry;
import sevenlayers.balancer.decision.Layer;
import sevenlayers.balancer.policy.Routing;

/** One listener as the admin service sees it. */
record Door(
        Layer layer,
        InetSocketAddress address,
        Registry registry,
        Routing routing,
        IntSupplier clientConnections,
        LongSupplier refusedConnections) {}
