package sevenlayers.chassis.server;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.services.ChannelzService;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import sevenlayers.chassis.call.ArrivalInterceptor;
import sevenlayers.chassis.call.ScopeInterceptor;
import sevenlayers.chassis.connection.ConnectionListener.Cause;
import sevenlayers.chassis.connection.TransportEvents;
import sevenlayers.chassis.drain.Drainable;
import sevenlayers.chassis.errors.ErrorInterceptor;
import sevenlayers.chassis.health.HealthService;
import sevenlayers.chassis.pod.WhoAmI;
import sevenlayers.chassis.reflection.Comments;
import sevenlayers.chassis.reflection.CommentsInterceptor;

/**
 * A plain grpc-java server with everything that every pod has: PodService, health v1, reflection v1 and v1alpha with comments, channelz,
 * the table of connections, errors, traces, a log line and metrics per call, and its part of the drain.
 *
 * {@snippet :
 * PlainServer server = PlainServer.start(NettyServerBuilder.forAddress(address), chassis, List.of(new NodeService()));
 * drain.add(server);
 * }
 */
public final class PlainServer implements Drainable {
    /** What a call may weigh: 4 MiB, grpc-java's own default, said here because the unified server says the same. */
    private static final int MAX_MESSAGE_BYTES = 4 << 20;

    private static final int CHANNELZ_PAGE = 100;

    private final Chassis chassis;
    private final HealthService health;
    private final Server server;

    private PlainServer(Chassis chassis, HealthService health, Server server) {
        this.chassis = chassis;
        this.health = health;
        this.server = server;
    }

    /**
     * Installs the chassis on a builder of any transport, and starts the server.
     *
     * @param builder where to listen, and this server's own knobs; interceptors that it has already stand inside of the chassis's and
     *     see the {@link sevenlayers.chassis.call.CurrentCall}
     * @param chassis the pod's parts
     * @param services what the pod is for
     * @throws IOException the port is taken, or the address is not this machine's
     */
    @SuppressWarnings("deprecation") // v1alpha is what older clients ask for
    public static PlainServer start(ServerBuilder<?> builder, Chassis chassis, List<BindableService> services)
            throws IOException {
        HealthService health = new HealthService(chassis.readiness());
        builder.addService(new WhoAmI(chassis.pod()))
                .addService(health)
                .addService(ProtoReflectionServiceV1.newInstance())
                .addService(ProtoReflectionService.newInstance())
                .addService(ChannelzService.newInstance(CHANNELZ_PAGE))
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .addTransportFilter(new TransportEvents(chassis.connections()));
        services.forEach(builder::addService);
        // The one added last is called first.
        builder.intercept(new CommentsInterceptor(Comments.ofContract()))
                .intercept(new ErrorInterceptor())
                .intercept(new ScopeInterceptor())
                .intercept(new ArrivalInterceptor(chassis.pod().name(), chassis.connections(), chassis.observers()));
        Server server = builder.build().start();
        health.serve(server.getServices().stream()
                .map(ServerServiceDefinition::getServiceDescriptor)
                .map(io.grpc.ServiceDescriptor::getName)
                .toList());
        return new PlainServer(chassis, health, server);
    }

    /** The port that it listens on. */
    public int port() {
        return server.getPort();
    }

    /** Sends GOAWAY by grpc-java's graceful shutdown: one for all stream ids, a ping, and when that is back one for the last stream. */
    @Override
    public void goAway() {
        chassis.connections().open().forEach(connection -> connection.goaway(Cause.DRAIN, "the pod is shutting down"));
        server.shutdown();
        health.end();
    }

    @Override
    public boolean awaitIdle(Duration atMost) throws InterruptedException {
        if (server.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            return true;
        }
        server.shutdownNow();
        return false;
    }
}
