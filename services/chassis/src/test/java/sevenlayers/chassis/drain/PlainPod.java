package sevenlayers.chassis.drain;

import io.grpc.netty.NettyServerBuilder;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import sevenlayers.chassis.connection.ConnectionTable;
import sevenlayers.chassis.health.Readiness;
import sevenlayers.chassis.server.Backend;
import sevenlayers.chassis.server.Chassis;
import sevenlayers.chassis.server.PlainServer;
import sevenlayers.chassis.server.TestPod;

/** A pod with a plain server, as a process of its own: prints its port, and drains on SIGTERM. */
final class PlainPod {
    private PlainPod() {}

    public static void main(String[] arguments) throws Exception {
        Readiness readiness = new Readiness();
        Drain drain = new Drain(readiness, Duration.ofSeconds(1), Duration.ofSeconds(20));
        PlainServer server = PlainServer.start(
                NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0)),
                new Chassis(TestPod.IDENTITY, new ConnectionTable(), readiness, List.of()),
                List.of(new Backend()));
        drain.add(server);
        Runtime.getRuntime().addShutdownHook(new Thread(drain::run, "drain"));
        System.out.println(server.port());
        Thread.currentThread().join(); // grpc-java's threads are daemons and keep no process alive
    }
}
