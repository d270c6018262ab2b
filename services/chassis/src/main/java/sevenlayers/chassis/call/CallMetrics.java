package sevenlayers.chassis.call;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Calls and their latency per method and status, as a Prometheus histogram: {@code lab_calls_seconds_count}, {@code _sum} and {@code
 * _bucket}.
 */
public final class CallMetrics implements Consumer<EndedCall> {
    private final Timer.Builder timer;
    private final MeterRegistry registry;

    public CallMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.timer = Timer.builder("lab.calls")
                .description("Calls that ended, and the time from their arrival to their end.")
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5));
    }

    @Override
    public void accept(EndedCall call) {
        timer.withRegistry(registry)
                .withTags("method", call.method(), "status", call.status().name())
                .record(call.latencyMicros(), TimeUnit.MICROSECONDS);
    }
}
