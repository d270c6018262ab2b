package sevenlayers.labs.agent;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import sevenlayers.labs.world.Layout;

/** What the agent serves: the given services, reflection (v1 and v1alpha) and health, on 127.0.0.1 only. */
public final class AgentServer implements AutoCloseable {

    private final Server server;
    private final HealthStatusManager health = new HealthStatusManager();

    /**
     * Binds the port.
     *
     * @param port 0 for any free one
     * @param token what a call must show that changes something
     * @param where where the caller finds the token, for the sentence that says so
     * @throws IOException if the port is taken
     */
    public AgentServer(int port, Token token, String where, List<BindableService> services) throws IOException {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress(Layout.HOST, port))
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .intercept(new ErrorInterceptor())
                .intercept(
                        new TokenInterceptor(token, where)) // runs first: interceptors added later are the outer ones
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance())
                .addService(io.grpc.protobuf.services.ProtoReflectionService.newInstance());
        services.forEach(builder::addService);
        this.server = builder.build().start();
    }

    /** Waits until the server has been shut down. */
    void awaitEnd() throws InterruptedException {
        server.awaitTermination();
    }

    public int port() {
        return server.getPort();
    }

    /** Refuses new calls, and ends those that run after {@code graceMillis}. */
    void shutdown(long graceMillis) throws InterruptedException {
        health.enterTerminalState();
        server.shutdown();
        if (!server.awaitTermination(graceMillis, TimeUnit.MILLISECONDS)) {
            server.shutdownNow();
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
