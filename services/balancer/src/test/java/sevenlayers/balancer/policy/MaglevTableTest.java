package sevenlayers.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.balancer.backend.Snapshot;

class MaglevTableTest {
    /** Figure 5 and table 1 of the paper: offsets and skips (3, 4), (0, 2), (3, 1), a table of 7, before and after B1 leaves. */
    @Test
    void fillsTheTableOfThePaper() {
        assertThat(MaglevTable.fill(7, new int[] {3, 0, 3}, new int[] {4, 2, 1}, new int[] {1, 1, 1}))
                .containsExactly('\1', '\0', '\1', '\0', '\2', '\2', '\0');
        assertThat(MaglevTable.fill(7, new int[] {3, 3}, new int[] {4, 1}, new int[] {1, 1}))
                .as("without B1: the second is B2")
                .containsExactly('\0', '\0', '\0', '\0', '\1', '\1', '\1');
    }

    @ParameterizedTest
    @CsvSource({"1, 65537", "3, 65537", "10, 65537", "1000, 65537", "7, 13", "13, 13", "20, 13", "2, 2"})
    void sharesDifferByOneEntryAtMost(int backends, int size) {
        long[] entries = entries(MaglevTable.of(Given.backends(backends), size), backends);
        var summary = IntStream.range(0, backends).mapToLong(i -> entries[i]).summaryStatistics();
        assertThat(summary.getMax() - summary.getMin()).isLessThanOrEqualTo(1);
        assertThat(summary.getSum()).isEqualTo(size);
    }

    @Test
    void sharesFollowTheWeights() {
        long[] entries = entries(MaglevTable.of(Given.weights(1, 2, 7), 65_537), 3);
        assertThat(entries[0]).isCloseTo(6_554, within(3L));
        assertThat(entries[1]).isCloseTo(13_107, within(3L));
        assertThat(entries[2]).isCloseTo(45_876, within(3L));
    }

    /** Measured by others at M = 65,537: 10.3, 1.6 and 0.6 % of the entries change, where 10, 1 and 0.1 % must. */
    @ParameterizedTest
    @CsvSource({"10, 10.3, 1.0", "100, 1.6, 0.3", "1000, 0.6, 0.2"})
    void fewEntriesChangeWhenOneLeaves(int backends, double percent, double tolerance) {
        Snapshot all = Given.backends(backends);
        int gone = backends / 2;
        MaglevTable before = MaglevTable.of(all, 65_537);
        MaglevTable after = MaglevTable.of(Given.without(all, gone), 65_537);
        long changed = IntStream.range(0, 65_537)
                .filter(entry -> {
                    int owner = after.candidate(entry);
                    return before.candidate(entry) != (owner < gone ? owner : owner + 1);
                })
                .count();
        assertThat(changed * 100.0 / 65_537).isCloseTo(percent, within(tolerance));
    }

    private static long[] entries(MaglevTable table, int backends) {
        long[] entries = new long[backends];
        for (int entry = 0; entry < table.size(); entry++) {
            entries[table.candidate(entry)]++;
        }
        return entries;
    }
}
