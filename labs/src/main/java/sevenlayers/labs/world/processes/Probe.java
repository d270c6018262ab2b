package sevenlayers.labs.world.processes;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Asks a pod whether it is ready. */
final class Probe {

    private static final int MILLIS = 1000;

    private static final byte[] REQUEST =
            "GET /q/health/ready HTTP/1.0\r\nHost: pod\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

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
    static boolean serves(InetSocketAddress grpc) {
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

    /** Asks by HTTP: on {@code node} that is another port than the one whose connections its lessons count. */
    static boolean isReady(InetSocketAddress http) {
        try (Socket socket = new Socket()) {
            socket.connect(http, MILLIS);
            socket.setSoTimeout(MILLIS);
            socket.getOutputStream().write(REQUEST);
            InputStream answer = socket.getInputStream();
            byte[] line = answer.readNBytes("HTTP/1.1 200".length());
            return new String(line, StandardCharsets.US_ASCII).endsWith(" 200");
        } catch (IOException _) {
            return false;
        }
    }
}
