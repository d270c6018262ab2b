package sevenlayers.balancer.l7;

import static org.assertj.core.api.Assertions.assertThat;
import static sevenlayers.balancer.testing.Wire.DATA;
import static sevenlayers.balancer.testing.Wire.WINDOW_UPDATE;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.balancer.testing.Doors;
import sevenlayers.balancer.testing.GrpcBackend;
import sevenlayers.balancer.testing.Wire;
import sevenlayers.balancer.testing.Wire.Frame;

/** RFC 9113 §5.2 through the L7 door: what stands still, stands still alone, and holds a bounded number of bytes. */
@Timeout(60)
class FlowControlTest {
    private static final int STALLED = 200;
    private static final int WINDOW = 65_535;
    private static final int KIBIBYTES_64 = 64 * 1024;

    @Test
    void twoHundredStreamsThatNobodyReadsStopThemselvesAndNoOtherOne() throws Exception {
        try (Doors doors = new Doors();
                GrpcBackend backend = new GrpcBackend(0, builder -> builder);
                Wire client = Wire.client(doors.l7.address())) {
            doors.to(backend.address());
            // The connection's window is out of the way; each stream's is 65,535 and is never given back.
            client.sendInt(WINDOW_UPDATE, 0, Integer.MAX_VALUE - WINDOW);
            for (int i = 0; i < STALLED; i++) {
                client.call(1 + 2 * i, "/test.Test/Flood", 0);
            }
            Map<Integer, Integer> received = new HashMap<>();
            while (received.size() < STALLED || received.values().stream().anyMatch(n -> n < WINDOW)) {
                Frame data = client.await(frame -> frame.type() == DATA);
                received.merge(data.stream(), data.payload().length, Integer::sum);
            }
            assertThat(received.values()).containsOnly(WINDOW);

            int other = 1 + 2 * STALLED;
            client.call(other, "/test.Test/Flood", 10);
            int bytes = 0;
            for (Frame frame = client.next(); !frame.endStream(); frame = client.next()) {
                if (frame.type() == DATA) {
                    assertThat(frame.stream()).isEqualTo(other);
                    bytes += frame.payload().length;
                    client.sendInt(WINDOW_UPDATE, other, frame.payload().length);
                }
            }
            assertThat(bytes).isEqualTo(10 * (5 + KIBIBYTES_64));
            // On each stalled stream: the client's window, ours, and what
            // grpc-java queues until it calls itself not ready.
            assertThat(backend.sent.get() - 10).isLessThanOrEqualTo(STALLED * 4);
        }
    }
}
