package sevenlayers.balancer.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import sevenlayers.balancer.testing.GrpcBackend;

/**
 * A backend: a gRPC server that sends its connections away when they are five seconds old, and a TCP server that sends back what it gets
 * until the client has said all. Says their ports.
 */
final class SoakBackend {
    private SoakBackend() {}

    /** Runs until its input ends. */
    public static void main(String[] arguments) throws Exception {
        GrpcBackend grpc = new GrpcBackend(
                0,
                builder -> builder.maxConnectionAge(5, TimeUnit.SECONDS)
                        .maxConnectionAgeGrace(20, TimeUnit.SECONDS)
                        .maxConcurrentCallsPerConnection(30));
        ServerSocket tcp = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> accept(tcp));
        SoakChild.serve(grpc.address().getPort() + " " + tcp.getLocalPort(), line -> line);
    }

    private static void accept(ServerSocket tcp) {
        try {
            while (true) {
                Socket socket = tcp.accept();
                Thread.ofVirtual().start(() -> echo(socket));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void echo(Socket accepted) {
        try (Socket socket = accepted) {
            socket.getInputStream().transferTo(socket.getOutputStream());
            socket.shutdownOutput();
        } catch (IOException _) {
            // The client has reset it.
        }
    }
}
