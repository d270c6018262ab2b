package sevenlayers.handshake;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.handshake.capture.HostCapture;
import sevenlayers.handshake.memory.Allowance;
import sevenlayers.handshake.scenario.EventSink;
import sevenlayers.handshake.scenario.Scenario;
import sevenlayers.handshake.scenario.Simulation;
import sevenlayers.handshake.v1.CaptureRequest;
import sevenlayers.handshake.v1.CaptureResponse;
import sevenlayers.handshake.v1.CompareRequest;
import sevenlayers.handshake.v1.CompareResponse;
import sevenlayers.handshake.v1.ListScenariosRequest;
import sevenlayers.handshake.v1.ListScenariosResponse;
import sevenlayers.handshake.v1.PlayRequest;
import sevenlayers.handshake.v1.PlayResponse;
import sevenlayers.handshake.v1.SimulateRequest;
import sevenlayers.handshake.v1.SimulateResponse;
import sevenlayers.handshake.v1.TcpServiceGrpc;
import sevenlayers.handshake.v1.Views;

/** TCP on a simulated network, as a service: reads what is asked for, and lets it run beside the others. */
@GrpcService
class TcpService extends TcpServiceGrpc.TcpServiceImplBase {
    /** A slice: so much happens before others have their turn. */
    private static final int SLICES = 64;

    /** Between two looks at whether the caller keeps up. */
    private static final int STEPS = 32;

    private final Runs runs;

    TcpService(Runs runs) {
        this.runs = runs;
    }

    @Override
    public void simulate(SimulateRequest request, StreamObserver<SimulateResponse> response) {
        ServerCallStreamObserver<SimulateResponse> caller = (ServerCallStreamObserver<SimulateResponse>) response;
        Scenario scenario = ScenarioRules.read(ScenarioRules.complete(request.getScenario()));
        Violations violations = new Violations();
        Set<String> places = new TreeSet<>(ScenarioRules.hosts(scenario));
        scenario.routers().forEach(router -> places.add(router.name()));
        FilteredEvents.check(request.getFilter(), places, violations);
        violations.throwIfAny();
        EventSink events = FilteredEvents.of(
                request.getFilter(),
                request.getViews() != Views.VIEWS_NONE,
                event -> caller.onNext(SimulateResponse.newBuilder()
                        .setEvent(EventMessages.event(event, request.getPayloads()))
                        .build()));
        Allowance allowance = runs.allowance();
        Simulation simulation = new Simulation(scenario, events, Simulation.PacketSink.NOBODY, allowance);
        runs.start(caller, allowance, () -> {
            boolean more = goOn(simulation, caller);
            if (!more) {
                caller.onNext(SimulateResponse.newBuilder()
                        .setSummary(OutcomeMessages.summary(simulation.outcome()))
                        .build());
            }
            return more;
        });
    }

    private static boolean goOn(Simulation simulation, ServerCallStreamObserver<?> caller) {
        boolean more = true;
        for (int i = 0; i < SLICES && more && caller.isReady() && !caller.isCancelled(); i++) {
            more = simulation.goOn(STEPS);
        }
        return more;
    }

    @Override
    public StreamObserver<PlayRequest> play(StreamObserver<PlayResponse> response) {
        PlaySession session = new PlaySession((ServerCallStreamObserver<PlayResponse>) response, runs.allowance());
        session.begin(runs);
        return session;
    }

    @Override
    public void compare(CompareRequest request, StreamObserver<CompareResponse> response) {
        Allowance allowance = runs.allowance();
        Comparisons comparisons = Comparisons.of(request, allowance);
        runs.start((ServerCallStreamObserver<CompareResponse>) response, allowance, () -> {
            boolean more = comparisons.goOn();
            if (!more) {
                response.onNext(comparisons.answer());
            }
            return more;
        });
    }

    @Override
    public void capture(CaptureRequest request, StreamObserver<CaptureResponse> response) {
        ServerCallStreamObserver<CaptureResponse> caller = (ServerCallStreamObserver<CaptureResponse>) response;
        Scenario scenario = ScenarioRules.read(ScenarioRules.complete(request.getScenario()));
        List<String> hosts =
                scenario.hosts().stream().map(Scenario.HostPart::name).toList();
        if (!request.getAt().isEmpty()) {
            new Violations().oneOf("at", request.getAt(), hosts).throwIfAny();
        }
        HostCapture capture = new HostCapture(
                request.getAt().isEmpty() ? hosts : List.of(request.getAt()),
                piece -> caller.onNext(CaptureResponse.newBuilder()
                        .setPcapng(SegmentMessages.bytes(piece))
                        .build()));
        Simulation.PacketSink packets = (host, atNanos, packet, why) -> {
            if (why == null) {
                capture.arrived(host, atNanos, packet.ip());
            } else {
                capture.sent(host, atNanos, packet.ip(), why.text() + " (" + why.source() + ")");
            }
        };
        Allowance allowance = runs.allowance();
        Simulation simulation = new Simulation(scenario, EventSink.NOBODY, packets, allowance);
        runs.start(caller, allowance, () -> {
            boolean more = goOn(simulation, caller);
            if (!more) {
                capture.finish();
                caller.onNext(CaptureResponse.newBuilder()
                        .setPackets(capture.packets())
                        .setSummary(OutcomeMessages.summary(simulation.outcome()))
                        .build());
            }
            return more;
        });
    }

    @Override
    public void listScenarios(ListScenariosRequest request, StreamObserver<ListScenariosResponse> response) {
        response.onNext(ListScenariosResponse.newBuilder()
                .addAllScenarios(NamedScenarios.all())
                .build());
        response.onCompleted();
    }
}
