package sevenlayers.balancer;

import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannelBuilder;
import io.grpc.ServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.testing.integration.AbstractInteropTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;
import sevenlayers.balancer.testing.Doors;

/** Every case of gRPC's interoperability suite, through each door, with one server behind it. */
class InteropTest {
    /** The first looks at the test's own connection to its own server, which a proxy must not keep; the other at OpenCensus. */
    private static final Set<String> NOT_THROUGH_A_PROXY =
            Set.of("getServerAddressAndLocalAddressFromClient", "censusContextsPropagated");

    /** Cases that the suite does not mark as tests; those of the client first ask the server to notice a lie, which Java's does not. */
    private static final Set<String> COMPRESSED =
            Set.of("clientCompressedUnary", "clientCompressedStreaming", "serverCompressedStreaming");

    @TestFactory
    Stream<DynamicTest> throughL4() {
        return cases(doors -> doors.l4.address());
    }

    @TestFactory
    Stream<DynamicTest> throughL7() {
        return cases(doors -> doors.l7.address());
    }

    private static Stream<DynamicTest> cases(Function<Doors, InetSocketAddress> door) {
        return Arrays.stream(AbstractInteropTest.class.getMethods())
                .filter(method ->
                        method.isAnnotationPresent(org.junit.Test.class) || COMPRESSED.contains(method.getName()))
                .filter(method -> !NOT_THROUGH_A_PROXY.contains(method.getName()))
                .sorted(Comparator.comparing(Method::getName))
                .map(method -> DynamicTest.dynamicTest(method.getName(), () -> run(method, door)));
    }

    private static void run(Method method, Function<Doors, InetSocketAddress> door) throws Throwable {
        try (Doors doors = new Doors()) {
            Suite suite = new Suite(doors, door.apply(doors));
            suite.setUp();
            try {
                method.invoke(suite, method.getParameterCount() == 0 ? new Object[0] : new Object[] {false});
            } catch (InvocationTargetException e) {
                throw e.getCause() instanceof org.junit.AssumptionViolatedException a
                        ? new TestAbortedException(a.getMessage(), a)
                        : e.getCause();
            } finally {
                suite.tearDown();
            }
        }
    }

    // The suite starts its server by itself and does not say where.
    private static InetSocketAddress freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Suite extends AbstractInteropTest {
        private final Doors doors;
        private final InetSocketAddress door;
        private final InetSocketAddress backend = freePort();

        Suite(Doors doors, InetSocketAddress door) {
            this.doors = doors;
            this.door = door;
        }

        @Override
        protected ServerBuilder<?> getServerBuilder() {
            return NettyServerBuilder.forAddress(backend, InsecureServerCredentials.create())
                    .flowControlWindow(TEST_FLOW_CONTROL_WINDOW)
                    .maxInboundMessageSize(MAX_MESSAGE_SIZE);
        }

        @Override
        protected ManagedChannelBuilder<?> createChannelBuilder() {
            doors.to(backend);
            return NettyChannelBuilder.forAddress(door)
                    .flowControlWindow(TEST_FLOW_CONTROL_WINDOW)
                    .maxInboundMessageSize(MAX_MESSAGE_SIZE)
                    .usePlaintext();
        }

        @Override
        protected boolean metricsExpected() {
            return false;
        }
    }
}
