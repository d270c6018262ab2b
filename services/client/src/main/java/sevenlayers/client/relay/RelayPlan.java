package sevenlayers.client.relay;

import com.google.protobuf.Struct;
import io.grpc.Metadata;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.client.channel.LabTargets;
import sevenlayers.client.channel.Target;
import sevenlayers.client.v1.CallRequest;

/**
 * A call to relay, as far as it can be checked before the pod is asked.
 *
 * @param target      whom to call
 * @param service     the service's full name
 * @param method      the method's name
 * @param request     the request as JSON
 * @param deadline    the call's
 * @param metadata    to send along
 * @param maxMessages messages of the answer to relay
 */
record RelayPlan(
        Target target,
        String service,
        String method,
        Struct request,
        Duration deadline,
        Metadata metadata,
        int maxMessages) {

    private static final int POD_PORT = 9_000;
    private static final Pattern METHOD = Pattern.compile("/?([A-Za-z_][A-Za-z0-9_.]*)/([A-Za-z_][A-Za-z0-9_]*)");
    private static final long LONGEST_DEADLINE_MICROS = 60_000_000;
    private static final long DEFAULT_DEADLINE_MICROS = 10_000_000;
    private static final int MOST_MESSAGES = 10_000;
    private static final int DEFAULT_MESSAGES = 1_000;

    /**
     * Reads the request.
     *
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT with every violation
     */
    static RelayPlan of(CallRequest request, LabTargets targets) {
        Violations violations = new Violations();
        Optional<Target> target = Target.parse(request.getTarget(), Optional.of(POD_PORT));
        violations.check(
                target.isPresent(),
                "target",
                Violations.quoted(request.getTarget())
                        + " is not a target; allowed: a pod as in node-2, or an address of the lab as in node-vip:9100");
        Matcher method = METHOD.matcher(request.getMethod());
        violations.check(
                method.matches(),
                "method",
                Violations.quoted(request.getMethod())
                        + " is not a method; allowed: SERVICE/METHOD, as in sevenlayers.node.v1.KnobsService/SetKnobs");
        long deadlineMicros = request.hasDeadlineMicros() ? request.getDeadlineMicros() : DEFAULT_DEADLINE_MICROS;
        violations.range("deadline_micros", deadlineMicros, 1, LONGEST_DEADLINE_MICROS);
        int maxMessages = request.hasMaxMessages() ? request.getMaxMessages() : DEFAULT_MESSAGES;
        violations.range("max_messages", maxMessages, 1, MOST_MESSAGES);
        Metadata metadata = RelayedMetadata.read(request.getMetadataMap(), violations);
        violations.throwIfAny();
        return new RelayPlan(
                targets.dialable(target.orElseThrow()),
                method.group(1),
                method.group(2),
                request.getRequest(),
                Duration.of(deadlineMicros, ChronoUnit.MICROS),
                metadata,
                maxMessages);
    }
}
