package sevenlayers.chassis.call;

import io.grpc.Status;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/**
 * One line of JSON per call, on the logger {@value #LOGGER}. Health probes that succeed are logged at DEBUG: they come every few seconds
 * and say nothing.
 */
public final class CallLog implements Consumer<EndedCall> {
    /** The logger's name; the configuration gives it a handler that prints the message and nothing else. */
    public static final String LOGGER = "sevenlayers.call";

    private static final System.Logger LOG = System.getLogger(LOGGER);

    private final InstantSource clock;

    /** @param clock tells when a call ended */
    public CallLog(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void accept(EndedCall call) {
        boolean probe = call.method().startsWith("grpc.health.v1.") && call.status() == Status.Code.OK;
        LOG.log(probe ? Level.DEBUG : Level.INFO, () -> line(clock.instant(), call));
    }

    /** The line. No value needs escaping but the peer's address, which may be any transport's. */
    static String line(Instant time, EndedCall call) {
        return "{\"time\":\"" + time.truncatedTo(ChronoUnit.MICROS)
                + "\",\"pod\":\"" + call.pod()
                + "\",\"method\":\"" + call.method()
                + "\",\"status\":\"" + call.status()
                + "\",\"latency_micros\":" + call.latencyMicros()
                + ",\"connection\":" + call.connection().number()
                + ",\"peer\":\"" + call.connection().remoteAddress().replaceAll("[\"\\\\\\p{Cntrl}]", "?")
                + "\",\"trace_id\":\"" + call.span().getTraceId()
                + "\",\"span_id\":\"" + call.span().getSpanId()
                + "\"}";
    }
}
