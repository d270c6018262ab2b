package sevenlayers.client.drive;

import io.grpc.Metadata;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.client.channel.ChannelOpener;
import sevenlayers.client.channel.ChannelSettings;
import sevenlayers.client.channel.LabTargets;
import sevenlayers.client.channel.Policy;
import sevenlayers.client.channel.Target;
import sevenlayers.client.load.Load;
import sevenlayers.client.v1.DriveRequest;
import sevenlayers.client.v1.Keepalive;
import sevenlayers.client.v1.OpenLoop;
import sevenlayers.node.v1.Work;
import sevenlayers.node.v1.WorkRequest;

/** Reads a {@link DriveRequest} and says everything that is wrong with it at once. The limits are those that the contract states. */
final class DriveRules {

    private static final long MOST_CALLS = 100_000;
    private static final int MOST_CHANNELS = 100;
    private static final int MOST_WORKS = 100;

    /** gRPC's own, and those that RFC 9113 §8.2.2 does not allow in HTTP/2. */
    private static final Set<String> RESERVED = Set.of(
            "content-type",
            "te",
            "user-agent",
            "host",
            "connection",
            "keep-alive",
            "proxy-connection",
            "transfer-encoding",
            "upgrade");

    private static final int MOST_CONCURRENCY = 1_000;
    private static final double MOST_ARRIVALS_PER_SECOND = 10_000;
    private static final long LONGEST_OPEN_SECONDS = 3_600;
    private static final long LONGEST_DEADLINE_MICROS = 60_000_000;
    private static final long DEFAULT_DEADLINE_MICROS = 10_000_000;
    private static final long SHORTEST_IDLE_MILLIS = 1_000;
    private static final long LONGEST_IDLE_MILLIS = 3_600_000;
    private static final long DEFAULT_IDLE_MILLIS = 300_000;

    private final Violations violations = new Violations();
    private final DriveRequest request;

    private DriveRules(DriveRequest request) {
        this.request = request;
    }

    /**
     * The plan that the request asks for.
     *
     * @param targets knows the host names of pods
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT with every violation
     */
    static DrivePlan plan(DriveRequest request, LabTargets targets) {
        return new DriveRules(request).read(targets);
    }

    private DrivePlan read(LabTargets targets) {
        Optional<Target> target = Target.parse(request.getTarget(), Optional.empty());
        violations.check(
                target.isPresent(),
                "target",
                Violations.quoted(request.getTarget())
                        + " is not a target; allowed: dns:///NAME:PORT, NAME:PORT or ADDRESS:PORT, as in dns:///node:9000; or dns://SERVER:PORT/NAME with"
                        + " or without a port, as in dns://dns:5300/node.lab");
        violations.range("calls", request.getCalls(), 1, MOST_CALLS);
        String policyName = request.getPolicy().isEmpty() ? Policy.PICK_FIRST.grpcName() : request.getPolicy();
        violations.oneOf("policy", policyName, Policy.names());
        int channels = request.hasChannels() ? request.getChannels() : 1;
        violations.range("channels", channels, 1, MOST_CHANNELS);
        Load load = load();
        long deadlineMicros = request.hasDeadlineMicros() ? request.getDeadlineMicros() : DEFAULT_DEADLINE_MICROS;
        violations.range("deadline_micros", deadlineMicros, 1, LONGEST_DEADLINE_MICROS);
        Optional<ChannelSettings.Keepalive> keepalive = keepalive();
        violations.check(
                request.getChannel().matches("[A-Za-z0-9_-]{0,64}"),
                "channel",
                Violations.quoted(request.getChannel()) + " is not a name; allowed: 1 to 64 letters, digits, - and _");
        long idleMillis = request.hasChannelIdleMillis() ? request.getChannelIdleMillis() : DEFAULT_IDLE_MILLIS;
        violations.range("channel_idle_millis", idleMillis, SHORTEST_IDLE_MILLIS, LONGEST_IDLE_MILLIS);
        List<Work> works = works();
        Optional<Users> users = users();
        Map<String, ?> serviceConfig = ServiceConfig.of(request.getServiceConfig());
        ChannelOpener.complaintAbout(serviceConfig)
                .ifPresent(complaint -> violations.check(
                        false, "service_config", complaint + "; allowed: what grpc-java accepts, see gRFC A6"));
        violations.throwIfAny();
        return new DrivePlan(
                new ChannelSettings(
                        targets.dialable(target.orElseThrow()),
                        Policy.named(policyName).orElseThrow(),
                        channels,
                        serviceConfig,
                        keepalive),
                Optional.of(request.getChannel()).filter(name -> !name.isEmpty()),
                Duration.ofMillis(idleMillis),
                request.getCalls(),
                load,
                Duration.of(deadlineMicros, ChronoUnit.MICROS),
                request.getWaitForReady(),
                request.getAwaitAllReady(),
                works.stream()
                        .map(work -> WorkRequest.newBuilder().setWork(work).build())
                        .toList(),
                users,
                request.getSummaryOnly());
    }

    private List<Work> works() {
        if (request.getWorkInTurnCount() == 0) {
            WorkRules.check("work", request.getWork(), violations);
            return List.of(request.getWork());
        }
        violations.check(
                !request.hasWork(),
                "work",
                "was said beside work_in_turn, which stands in its place; allowed: one of them");
        violations.range("work_in_turn", request.getWorkInTurnCount(), 1, MOST_WORKS);
        for (int i = 0; i < Math.min(request.getWorkInTurnCount(), MOST_WORKS); i++) {
            WorkRules.check("work_in_turn[" + i + "]", request.getWorkInTurn(i), violations);
        }
        return request.getWorkInTurnList();
    }

    private Optional<Users> users() {
        if (!request.hasKeys()) {
            return Optional.empty();
        }
        String header = request.getKeys().getHeader();
        boolean named = header.matches("[a-z0-9][a-z0-9._-]{0,63}")
                && !header.startsWith("grpc-")
                && !header.endsWith("-bin")
                && !RESERVED.contains(header);
        violations.check(
                named,
                "keys.header",
                Violations.quoted(header)
                        + " is not a header of yours; allowed: 1 to 64 lower-case letters, digits, -, _ and ., not gRPC's own, as in user-id");
        violations.range("keys.users", request.getKeys().getUsers(), 1, MOST_CALLS);
        return named
                ? Optional.of(new Users(
                        Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER),
                        request.getKeys().getUsers()))
                : Optional.empty();
    }

    private int payloadBytes() {
        return Stream.concat(Stream.of(request.getWork()), request.getWorkInTurnList().stream())
                .mapToInt(Work::getPayloadBytes)
                .max()
                .orElse(0);
    }

    private Load load() {
        return switch (request.getLoadCase()) {
            case CLOSED -> {
                int concurrency = request.getClosed().getConcurrency();
                violations.range("closed.concurrency", concurrency, 1, MOST_CONCURRENCY);
                long payloadBytes = (long) concurrency * payloadBytes();
                violations.check(
                        payloadBytes <= LoadLimits.PAYLOAD_BYTES,
                        request.getWorkInTurnCount() == 0 ? "work.payload_bytes" : "work_in_turn",
                        "%,d bytes for each of %,d calls under way are %,d; allowed: %,d in all"
                                .formatted(payloadBytes(), concurrency, payloadBytes, LoadLimits.PAYLOAD_BYTES));
                yield new Load.Closed(concurrency);
            }
            case OPEN -> open(request.getOpen());
            case LOAD_NOT_SET -> new Load.Closed(1);
        };
    }

    private Load open(OpenLoop open) {
        double rate = open.getArrivalsPerSecond();
        boolean inRange = rate > 0 && rate <= MOST_ARRIVALS_PER_SECOND;
        violations.check(
                inRange,
                "open.arrivals_per_second",
                "%s is out of range; allowed: above 0, up to %,.0f".formatted(rate, MOST_ARRIVALS_PER_SECOND));
        violations.check(
                !inRange || request.getCalls() <= rate * LONGEST_OPEN_SECONDS,
                "open.arrivals_per_second",
                "%,d calls at %s a second would take %,.0f s; allowed: up to %,d s"
                        .formatted(request.getCalls(), rate, request.getCalls() / rate, LONGEST_OPEN_SECONDS));
        return new Load.Open(rate, open.getPoisson(), open.getSeed());
    }

    private Optional<ChannelSettings.Keepalive> keepalive() {
        if (!request.hasKeepalive()) {
            return Optional.empty();
        }
        Keepalive keepalive = request.getKeepalive();
        violations.range("keepalive.time_millis", keepalive.getTimeMillis(), 1_000, 3_600_000);
        violations.range("keepalive.timeout_millis", keepalive.getTimeoutMillis(), 100, 60_000);
        return Optional.of(new ChannelSettings.Keepalive(
                Duration.ofMillis(keepalive.getTimeMillis()),
                Duration.ofMillis(keepalive.getTimeoutMillis()),
                keepalive.getWithoutCalls()));
    }
}
