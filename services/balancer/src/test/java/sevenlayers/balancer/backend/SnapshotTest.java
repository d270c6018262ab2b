package sevenlayers.balancer.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    @Test
    void saysThatNothingIsListed() {
        assertThat(Snapshot.EMPTY.whyNone()).isEqualTo("no backend is listed");
    }

    @Test
    void saysWhatIsTheMatterWithEachBackend() {
        assertThat(absent(1).whyNone()).isEqualTo("the only backend may not be used: 127.0.0.1:9000: ejected for 1 s");
        assertThat(absent(2).whyNone())
                .isEqualTo("none of 2 backends may be used: 127.0.0.1:9000: ejected for 1 s; "
                        + "127.0.0.2:9000: ejected for 2 s");
    }

    @Test
    void namesAFewOfMany() {
        assertThat(absent(100).whyNone())
                .startsWith("none of 100 backends may be used: ")
                .contains("127.0.0.5:9000")
                .doesNotContain("127.0.0.6:9000")
                .endsWith("; and 95 more");
    }

    private static Snapshot absent(int count) {
        List<Snapshot.Absent> absent = IntStream.rangeClosed(1, count)
                .mapToObj(i -> new Snapshot.Absent(
                        new Backend(new InetSocketAddress("127.0.0." + i, 9000)), "ejected for " + i + " s"))
                .toList();
        return new Snapshot(1, List.of(), List.of(), absent, "");
    }
}
