package sevenlayers.labs.world.processes;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/** Asks a pod whether it is ready. */
public final class Probe {

    private static final int MILLIS = 1000;

    private Probe() {}

    /** Whether something accepts connections there: the cheapest question, for a pod that is starting. */
    static boolean accepts(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, MILLIS);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** Asks by gRPC health v1, over a connection that is closed again. */
    public static boolean serves(InetSocketAddress grpc) {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress(grpc).usePlaintext().build();
        try {
            return HealthGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(MILLIS, TimeUnit.MILLISECONDS)
                            .check(HealthCheckRequest.getDefaultInstance())
                            .getStatus()
                    == ServingStatus.SERVING;
        } catch (StatusRuntimeException _) {
            return false;
        } finally {
            channel.shutdownNow();
        }
    }
}
