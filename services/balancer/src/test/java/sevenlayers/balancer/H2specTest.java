package sevenlayers.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sevenlayers.balancer.testing.Certificate;
import sevenlayers.balancer.testing.Doors;
import sevenlayers.balancer.testing.GrpcBackend;
import sevenlayers.balancer.testing.H2spec;

/** Every case of h2spec against the L7 door, with a gRPC server behind it. */
class H2specTest {
    /** What h2spec 2.2.0 has; fewer would mean that its report was not read whole. */
    private static final int CASES = 145;

    @TestFactory
    Stream<DynamicTest> cleartext(@TempDir Path folder) throws IOException, InterruptedException {
        List<H2spec.Case> cases;
        try (GrpcBackend backend = new GrpcBackend();
                Doors doors = new Doors().to(backend.address())) {
            cases = run(folder, doors.l7.address());
        }
        assertThat(cases).hasSizeGreaterThanOrEqualTo(CASES);
        return cases.stream().map(H2specTest::test);
    }

    @TestFactory
    Stream<DynamicTest> tls(@TempDir Path folder) throws Exception {
        List<H2spec.Case> cases;
        try (GrpcBackend backend = new GrpcBackend();
                Doors doors = new Doors(Certificate.in(folder).tls()).to(backend.address())) {
            cases = run(folder, doors.l7.address(), "--tls", "--insecure");
        }
        assertThat(cases).hasSizeGreaterThanOrEqualTo(CASES);
        return cases.stream().map(H2specTest::test);
    }

    private static List<H2spec.Case> run(Path folder, InetSocketAddress door, String... more)
            throws IOException, InterruptedException {
        H2spec program = H2spec.unpack(folder)
                .orElseGet(() -> abort("there is no h2spec for " + System.getProperty("os.name") + " on "
                        + System.getProperty("os.arch")));
        return program.run(door, more);
    }

    private static DynamicTest test(H2spec.Case each) {
        return dynamicTest(
                each.section() + ": " + each.title(),
                () -> assertThat(each.failure())
                        .as(each.section() + ": " + each.title())
                        .isNull());
    }
}
