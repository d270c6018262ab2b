package sevenlayers.balancer.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class IdleTest {
    @Test
    void anIdleConnectionCostsTheBalancerAFewKibibytes() throws IOException {
        Idle.Bill bill = Idle.hold(500);
        assertThat(bill.answered()).isEqualTo(bill.held());
        // Both sockets, with their pipelines.
        assertThat(bill.heapBytesEach()).isBetween(1L, 8_192L);
    }
}
