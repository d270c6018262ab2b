package sevenlayers.node.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkerTest {

    private static final long MINUTE_MICROS = 60_000_000;

    private final Cpu cpu = new Cpu();
    private final Cancellation cancellation = new Cancellation();
    private final Worker worker = new Worker(cpu, cancellation);

    @AfterEach
    void close() {
        cpu.close();
    }

    @Test
    void nothing_to_do_answers_with_its_outcome() {
        assertThat(worker.perform(work(0, 0))).isEqualTo(new Work.Answer(5));
    }

    @Test
    void waiting_and_computing_follow_each_other() {
        long start = System.nanoTime();
        worker.perform(work(20_000, 20_000));
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(40));
    }

    @Test
    void a_wait_ends_when_the_call_is_cancelled() {
        cancelSoon();
        assertThatThrownBy(() -> worker.perform(work(MINUTE_MICROS, 0))).isInstanceOf(CancellationException.class);
    }

    @Test
    void computing_ends_when_the_call_is_cancelled_and_the_cpu_is_free_again() {
        cancelSoon();
        assertThatThrownBy(() -> worker.perform(work(0, MINUTE_MICROS))).isInstanceOf(CancellationException.class);
        // As many again as there are threads: were one of them still computing, this would not end in time.
        for (int i = 0; i < Cpu.THREADS; i++) {
            new Worker(cpu, new Cancellation()).perform(work(0, 1));
        }
    }

    @Test
    void a_call_that_waits_for_a_turn_on_the_cpu_ends_when_it_is_cancelled() {
        Cancellation others = new Cancellation();
        for (int i = 0; i < Cpu.THREADS; i++) {
            Thread.ofVirtual().start(() -> {
                try {
                    cpu.burn(MINUTE_MICROS, others);
                } catch (CancellationException _) {
                    // the end of the test
                }
            });
        }
        while (cpu.computing() < Cpu.THREADS) {
            Thread.onSpinWait();
        }
        cancelSoon();
        assertThatThrownBy(() -> cpu.burn(1, cancellation)).isInstanceOf(CancellationException.class);
        others.cancel();
    }

    @Test
    void work_that_computes_alone_says_one_and_work_that_does_not_says_none() {
        worker.perform(work(0, 20_000));
        assertThat(worker.together()).isEqualTo(1);
        worker.perform(work(0, 0));
        assertThat(worker.together()).isZero();
    }

    @Test
    void works_on_two_cores_at_once_say_so() {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "this machine has one core");
        List<CompletableFuture<Integer>> works = IntStream.range(0, Cpu.THREADS)
                .mapToObj(_ -> CompletableFuture.supplyAsync(
                        () -> cpu.burn(100_000, cancellation), Thread::startVirtualThread))
                .toList();
        assertThat(works.stream().map(CompletableFuture::join)).anyMatch(together -> together > 1);
    }

    @Test
    void cancelled_work_is_not_begun() {
        cancellation.cancel();
        assertThatThrownBy(() -> worker.perform(work(0, 0))).isInstanceOf(CancellationException.class);
    }

    @Test
    void the_draws_go_on_while_the_messages_ask_for_the_same_delay() {
        SeededDelay coin = new SeededDelay(new Delay.Uniform(0, 40_000), 5);
        Waits expected = new Waits(coin);
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            worker.perform(new Work(coin, 0, new Work.Answer(0)));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("wait %d", i)
                    .isGreaterThanOrEqualTo(expected.next());
        }
    }

    private static Work work(long delayMicros, long cpuMicros) {
        return new Work(new SeededDelay(new Delay.Fixed(delayMicros), 0), cpuMicros, new Work.Answer(5));
    }

    private void cancelSoon() {
        CompletableFuture.delayedExecutor(30, TimeUnit.MILLISECONDS).execute(cancellation::cancel);
    }
}
