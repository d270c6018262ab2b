package sevenlayers.node;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import sevenlayers.chassis.connection.ConnectionTable;
import sevenlayers.chassis.drain.Drain;
import sevenlayers.chassis.identity.PodSettings;
import sevenlayers.chassis.server.Chassis;

/** The node as a Quarkus application: its gRPC server starts and ends with it. Quarkus itself serves HTTP only: health and metrics. */
@Singleton
class NodeApplication {

    private @Nullable NodeServer server;

    void start(@Observes StartupEvent event, PodSettings settings, Chassis pod, Drain drain) {
        InetSocketAddress address = settings.address()
                .map(ip -> new InetSocketAddress(ip, settings.port()))
                .orElseGet(() -> new InetSocketAddress(settings.port()));
        // A table of its own: connections to the HTTP port are not the lesson.
        Chassis chassis = new Chassis(pod.pod(), new ConnectionTable(), pod.readiness(), pod.observers());
        try {
            NodeServer started = NodeServer.start(address, chassis, new Random());
            drain.add(started);
            server = started;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot listen on " + address + ": " + e.getMessage()
                            + "; set LAB_ADDRESS to an address of this machine and LAB_PORT to a free port, or end what holds it",
                    e);
        }
    }

    /** The port that the gRPC server listens on: what was set, or the one that was free. */
    int port() {
        return Objects.requireNonNull(server, "not started").port();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (server != null) {
            server.close();
        }
    }
}
