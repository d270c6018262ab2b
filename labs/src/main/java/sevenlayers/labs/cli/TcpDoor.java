package sevenlayers.labs.cli;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.function.Function;
import sevenlayers.handshake.v1.ListScenariosRequest;
import sevenlayers.handshake.v1.NamedScenario;
import sevenlayers.handshake.v1.TcpServiceGrpc;
import sevenlayers.handshake.v1.TcpServiceGrpc.TcpServiceBlockingStub;
import sevenlayers.lab.v1.GetWorldRequest;
import sevenlayers.lab.v1.Service;
import sevenlayers.labs.agent.AgentClient;
import sevenlayers.labs.course.doors.DoorProblem;
import sevenlayers.labs.course.doors.Problems;
import sevenlayers.labs.world.Nearest;
import sevenlayers.labs.world.WorldException;

/** The front door of {@code handshake} in the lab that is up. */
final class TcpDoor implements AutoCloseable {

    private static final String SERVICE = "handshake";
    private static final int LARGEST_MESSAGE = 16 << 20;

    private final String address;
    private final ManagedChannel channel;

    /** @param address as in {@code localhost:9001} */
    TcpDoor(String address) {
        this.address = address;
        this.channel = Grpc.newChannelBuilder(address, InsecureChannelCredentials.create())
                .maxInboundMessageSize(LARGEST_MESSAGE)
                .build();
    }

    /** @throws WorldException if no lab is up */
    static TcpDoor open() {
        try (AgentClient agent = Checkout.ofSystem().agent()) {
            return new TcpDoor(agent.world().getWorld(GetWorldRequest.getDefaultInstance()).getServicesList().stream()
                    .filter(service -> service.getName().equals(SERVICE))
                    .map(Service::getDoor)
                    .findFirst()
                    .orElseThrow(() -> new WorldException("This world has no service " + SERVICE + ".")));
        }
    }

    /** As a person writes it: {@code localhost:9001}. */
    String address() {
        return address;
    }

    /**
     * Calls, and reads all that it wants of the answer within {@code call}.
     *
     * @throws DoorProblem if it failed, with what was wrong
     */
    <T> T call(String method, Function<TcpServiceBlockingStub, T> call) {
        try {
            return call.apply(TcpServiceGrpc.newBlockingStub(channel));
        } catch (StatusRuntimeException e) {
            throw Problems.of(e.getStatus(), e.getTrailers(), SERVICE, address, "TcpService/" + method);
        }
    }

    List<NamedScenario> scenarios() {
        return call(
                "ListScenarios",
                stub -> stub.listScenarios(ListScenariosRequest.getDefaultInstance())
                        .getScenariosList());
    }

    /**
     * The scenario of that name.
     *
     * @throws WorldException if there is none, with the nearest and with all that there are
     */
    NamedScenario scenario(String name) {
        List<NamedScenario> all = scenarios();
        return all.stream()
                .filter(scenario -> scenario.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> names =
                            all.stream().map(NamedScenario::getName).toList();
                    return new WorldException("There is no scenario \"" + name + "\"." + Nearest.hint(name, names)
                            + "\nThere are " + String.join(", ", names) + ".\n./lab tcp list says what each shows.");
                });
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
