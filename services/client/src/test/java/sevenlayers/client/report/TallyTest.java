package sevenlayers.client.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {

    private final Tally tally = new Tally();

    @Test
    void nothing_counted_is_all_zero() {
        assertThat(tally.latencies()).isEqualTo(new Tally.Latencies(0, 0, 0, 0, 0, 0, 0));
        assertThat(tally.elapsedMicros()).isZero();
        assertThat(tally.byStatus()).isEmpty();
    }

    @Test
    void calls_are_counted_by_status_pod_and_connection() {
        answered(1, "node-1", 4, ":1");
        answered(1, "node-1", 4, ":1");
        answered(2, "node-1", 5, ":2");
        answered(2, "node-2", 1, ":2");
        tally.add(new Ended(1, "UNAVAILABLE", "", 0, "", "", 0, 0));
        assertThat(tally.calls()).isEqualTo(5);
        assertThat(tally.ok()).isEqualTo(4);
        assertThat(tally.byStatus()).containsExactly(new Tally.ByStatus("OK", 4), new Tally.ByStatus("UNAVAILABLE", 1));
        assertThat(tally.byPod()).containsExactly(new Tally.ByPod("node-1", 3, 2), new Tally.ByPod("node-2", 1, 1));
        assertThat(tally.byConnection())
                .as("a call that reached no connection is on none")
                .containsExactly(
                        new Tally.ByConnection(1, ":1", ":9000", List.of("node-1"), 2),
                        new Tally.ByConnection(2, ":2", ":9000", List.of("node-1", "node-2"), 2));
    }

    @Test
    void latencies_are_in_microseconds_to_three_digits() {
        for (int micros = 1; micros <= 1_000; micros++) {
            tally.add(new Ended(1, "OK", "node-1", 1, "a", "b", 0, micros * 1_000L));
        }
        assertThat(tally.latencies()).isEqualTo(new Tally.Latencies(1, 501, 500, 900, 990, 999, 1_000));
        assertThat(tally.elapsedMicros()).isEqualTo(1_000);
    }

    private void answered(int channel, String pod, long connection, String client) {
        tally.add(new Ended(channel, "OK", pod, connection, client, ":9000", 0, 1_000));
    }
}
