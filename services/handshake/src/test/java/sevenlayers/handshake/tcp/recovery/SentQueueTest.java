package sevenlayers.handshake.tcp.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sevenlayers.wire.tcp.SackBlock;

/** What the queue keeps to be quick is what a look at every segment would find. */
class SentQueueTest implements LossDetection.Heard {
    private static final int SMSS = 100;
    private final SentQueue sent = new SentQueue();
    private long now;

    @Override
    public int duplicateAcks() {
        return 0;
    }

    @Override
    public boolean partialAck() {
        return false;
    }

    @Override
    public int smss() {
        return SMSS;
    }

    @Override
    public long smoothedRttNanos() {
        return 0;
    }

    @Override
    public boolean duplicateReported() {
        return false;
    }

    @Override
    public int unacknowledged() {
        return 0;
    }

    @Override
    public int next() {
        return 0;
    }

    @Override
    public long nowNanos() {
        return now;
    }

    private List<SentSegment> all() {
        return IntStream.range(0, sent.size()).mapToObj(sent::at).toList();
    }

    /** RFC 6675 §4, IsLost, word for word: three segments, or more than two SMSS of bytes, have arrived behind it. */
    private Set<SentSegment> lostByTheLetter() {
        Set<SentSegment> found = new HashSet<>();
        for (SentSegment segment : all()) {
            List<SentSegment> behind = all().stream()
                    .filter(other -> other.sacked() && other.start() - segment.start() > 0)
                    .toList();
            int bytes = behind.stream().mapToInt(SentSegment::length).sum();
            if (!segment.sacked() && (segment.lost() || behind.size() >= 3 || bytes > 2 * SMSS)) {
                found.add(segment);
            }
        }
        return found;
    }

    private void countsAreRight() {
        assertThat(sent.bytesInFlight())
                .isEqualTo(all().stream()
                        .filter(SentSegment::inFlight)
                        .mapToInt(SentSegment::length)
                        .sum());
        assertThat(sent.sacked())
                .isEqualTo((int) all().stream().filter(SentSegment::sacked).count());
        assertThat(sent.lost())
                .isEqualTo((int) all().stream().filter(SentSegment::lost).count());
        assertThat(sent.due())
                .isEqualTo((int) all().stream().filter(SentSegment::isDue).count());
        assertThat(sent.firstDue())
                .isEqualTo(all().stream().filter(SentSegment::isDue).findFirst().orElse(null));
        List<SentSegment> order = new ArrayList<>();
        for (SentSegment next = sent.earliestSent(); next != null; next = next.sentNext()) {
            order.add(next);
        }
        assertThat(order).isSortedAccordingTo((a, b) -> Long.compare(a.sentAtNanos(), b.sentAtNanos()));
        assertThat(new HashSet<>(order))
                .isEqualTo(new HashSet<>(all().stream()
                        .filter(segment -> segment.inFlight() && !segment.sacked())
                        .toList()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void any_row_of_acknowledgments_losses_timeouts_and_cuts_leaves_it_right(long seed) {
        Random random = new Random(seed);
        int next = -3_000; // numbers wrap on the way
        int una = next;
        LossDetection detection = new SackLoss();
        for (int i = 0; i < 1_000; i++) {
            now += random.nextInt(3);
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> {
                    if (sent.size() >= 40) {
                        break;
                    }
                    int length = random.nextInt(4) == 0 ? 1 + random.nextInt(SMSS + 1) : SMSS;
                    sent.add(new SentSegment(next, next + length, 0, now));
                    next += length;
                }
                case 3, 4, 5 -> {
                    if (next != una) {
                        int left = una + random.nextInt(next - una);
                        int right = left + 1 + random.nextInt(next - left);
                        sent.sacked(List.of(new SackBlock(left, right)), una, next, segment -> {});
                    }
                }
                case 6 -> {
                    if (next != una) {
                        una += random.nextInt(Math.min(3 * SMSS, next - una) + 1);
                        while (sent.acknowledge(una) != null) {}
                    }
                }
                case 7 -> {
                    SentSegment due = sent.firstDue();
                    if (due != null) {
                        sent.sentAgain(due, now);
                    }
                }
                case 8 -> {
                    int place = sent.isEmpty() ? 0 : random.nextInt(sent.size());
                    if (!sent.isEmpty()
                            && !sent.at(place).sacked()
                            && sent.at(place).length() > 1) {
                        sent.split(place, 1 + random.nextInt(sent.at(place).length() - 1));
                    }
                }
                default -> {
                    if (random.nextInt(20) == 0) {
                        sent.markAllLost(random.nextBoolean());
                    }
                }
            }
            Set<SentSegment> expected = lostByTheLetter();
            detection.detect(sent, this);
            // A segment that is cut has a part that was looked at already; no sender cuts but what it sends again.
            assertThat(new HashSet<>(
                            all().stream().filter(s -> s.lost() && !s.sacked()).toList()))
                    .as("seed %d, step %d", seed, i)
                    .isEqualTo(expected);
            countsAreRight();
        }
    }

    @Test
    @Timeout(20)
    void a_window_of_a_hundred_thousand_segments_costs_no_more_for_each_acknowledgment_than_a_small_one() {
        int segments = 100_000;
        for (int i = 0; i < segments; i++) {
            sent.add(new SentSegment(i * SMSS, (i + 1) * SMSS, 0, i));
        }
        LossDetection sack = new SackLoss();
        LossDetection rack = new Rack();
        now = segments;
        int again = 0;
        // Every hundredth is lost; each ACK reports the latest three runs, the last of them grown by
        // one. A walk over the window for each would be ten thousand million looks.
        for (int i = 1; i < segments; i++) {
            if (i % 100 == 0) {
                continue;
            }
            now++;
            int run = i - i % 100 + 1;
            List<SackBlock> blocks = new ArrayList<>(List.of(new SackBlock(Math.max(1, run) * SMSS, (i + 1) * SMSS)));
            for (int before = run - 100; before > 0 && blocks.size() < 3; before -= 100) {
                blocks.add(new SackBlock(before * SMSS, (before + 99) * SMSS));
            }
            sent.sacked(blocks, 0, segments * SMSS, segment -> rack.delivered(segment, now, 1));
            sack.detect(sent, this);
            rack.detect(sent, this);
            SentSegment due = sent.firstDue();
            if (due != null) {
                sent.sentAgain(due, now);
                again++;
            }
        }
        assertThat(again).isGreaterThanOrEqualTo(segments / 100 - 1);
        assertThat(Objects.requireNonNull(sent.first()).start()).isZero();
    }
}
