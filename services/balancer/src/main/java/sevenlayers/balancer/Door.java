package sevenlayers.balancer;

import java.net.InetSocketAddress;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** One listener as the admin service sees it. */
record Door(
        DoorControl control,
        InetSocketAddress address,
        IntSupplier clientConnections,
        LongSupplier refusedConnections) {}
