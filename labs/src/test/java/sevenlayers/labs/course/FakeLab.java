package sevenlayers.labs.course;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.grpc.Channel;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sevenlayers.client.v1.CallReport;
import sevenlayers.client.v1.CallRequest;
import sevenlayers.client.v1.CallResponse;
import sevenlayers.client.v1.ClientServiceGrpc.ClientServiceImplBase;
import sevenlayers.client.v1.CloseChannelRequest;
import sevenlayers.client.v1.CloseChannelResponse;
import sevenlayers.client.v1.DriveRequest;
import sevenlayers.client.v1.DriveResponse;
import sevenlayers.client.v1.DriveSummary;
import sevenlayers.client.v1.ListChannelsRequest;
import sevenlayers.client.v1.ListChannelsResponse;
import sevenlayers.client.v1.NamedChannel;
import sevenlayers.client.v1.PodCount;
import sevenlayers.labs.course.doors.Doors;
import sevenlayers.labs.world.PodStatus;
import sevenlayers.labs.world.Progress;
import sevenlayers.labs.world.ServiceStatus;
import sevenlayers.labs.world.World;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.WorldKind;

/** A world and its front doors in memory: every call of a drive lands on node-1. */
public final class FakeLab implements World, Doors {

    public final Set<String> paused = new TreeSet<>();
    public final Map<String, String> ages = new TreeMap<>();
    public final Set<String> channels = new TreeSet<>();
    public final List<String> drives = new ArrayList<>();
    public final FakeBalancer balancer = new FakeBalancer();

    /** What the next drives fail with. */
    public volatile @Nullable Status failing;

    /** While it is there, drives do not answer, and {@link #driving} opens when one has come. */
    public volatile @Nullable CountDownLatch stuck;

    public final CountDownLatch driving = new CountDownLatch(1);

    private final Server server;
    private final ManagedChannel channel;
    private volatile int nodes = 3;
    private volatile @Nullable String dead;

    public FakeLab() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .addService(new Client())
                .addService(balancer)
                .addService(ProtoReflectionServiceV1.newInstance())
                .build()
                .start();
        channel = Grpc.newChannelBuilder("127.0.0.1:" + server.getPort(), InsecureChannelCredentials.create())
                .build();
    }

    public void die(String pod) {
        dead = pod;
    }

    public int nodes() {
        return nodes;
    }

    private final class Client extends ClientServiceImplBase {

        @Override
        public void drive(DriveRequest request, StreamObserver<DriveResponse> answer) {
            drives.add(request.getChannel() + " " + request.getCalls());
            CountDownLatch latch = stuck;
            if (latch != null) {
                driving.countDown();
                return;
            }
            Status failure = failing;
            if (failure != null) {
                answer.onError(failure.asRuntimeException());
                return;
            }
            if (!request.getChannel().isEmpty()) {
                channels.add(request.getChannel());
            }
            for (int call = 1; call <= request.getCalls(); call++) {
                answer.onNext(DriveResponse.newBuilder()
                        .setCall(CallReport.newBuilder().setNumber(call).setPod("node-1"))
                        .build());
            }
            answer.onNext(DriveResponse.newBuilder()
                    .setSummary(DriveSummary.newBuilder()
                            .setCalls(request.getCalls())
                            .setOk(request.getCalls())
                            .addPods(PodCount.newBuilder().setPod("node-1").setCalls(request.getCalls())))
                    .build());
            answer.onCompleted();
        }

        @Override
        public void call(CallRequest request, StreamObserver<CallResponse> answer) {
            String pod = request.getTarget();
            if (paused.contains(pod)) {
                answer.onError(Status.DEADLINE_EXCEEDED
                        .withDescription(pod + " is frozen")
                        .asRuntimeException());
                return;
            }
            if (request.getMethod().endsWith("/SetKnobs")) {
                Struct knobs = request.getRequest().getFieldsOrThrow("knobs").getStructValue();
                Value age = knobs.getFieldsOrDefault(
                        "maxConnectionAgeMillis",
                        Value.newBuilder().setStringValue("0").build());
                ages.put(
                        pod, age.hasStringValue() ? age.getStringValue() : String.valueOf((long) age.getNumberValue()));
            }
            Struct knobs = Struct.newBuilder()
                    .putFields("ready", Value.newBuilder().setBoolValue(true).build())
                    .putFields(
                            "errorCode", Value.newBuilder().setNumberValue(14).build())
                    .putFields(
                            "maxConnectionAgeMillis",
                            Value.newBuilder()
                                    .setStringValue(ages.getOrDefault(pod, "0"))
                                    .build())
                    .build();
            answer.onNext(CallResponse.newBuilder()
                    .setResponse(Struct.newBuilder()
                            .putFields(
                                    "pod",
                                    Value.newBuilder().setStringValue(pod).build())
                            .putFields(
                                    "knobs",
                                    Value.newBuilder().setStructValue(knobs).build()))
                    .build());
            answer.onCompleted();
        }

        @Override
        public void listChannels(ListChannelsRequest request, StreamObserver<ListChannelsResponse> answer) {
            ListChannelsResponse.Builder list = ListChannelsResponse.newBuilder();
            channels.forEach(name -> list.addChannels(NamedChannel.newBuilder().setName(name)));
            answer.onNext(list.build());
            answer.onCompleted();
        }

        @Override
        public void closeChannel(CloseChannelRequest request, StreamObserver<CloseChannelResponse> answer) {
            answer.onNext(CloseChannelResponse.newBuilder()
                    .setClosed(channels.remove(request.getName()))
                    .build());
            answer.onCompleted();
        }
    }

    @Override
    public Channel channel(String service) {
        return channel;
    }

    @Override
    public String address(String service) {
        return "localhost:9005";
    }

    @Override
    public WorldKind kind() {
        return WorldKind.PROCESSES;
    }

    @Override
    public String context() {
        return "";
    }

    @Override
    public List<ServiceStatus> services() {
        List<PodStatus> pods = new ArrayList<>();
        for (int number = 1; number <= nodes; number++) {
            pods.add(pod("node-" + number));
        }
        return List.of(
                new ServiceStatus("balancer", "localhost:9004", List.of(), List.of(pod("balancer-1"))),
                new ServiceStatus("client", "localhost:9005", List.of(), List.of(pod("client-1"))),
                new ServiceStatus("node", "localhost:9006", List.of(), pods));
    }

    private PodStatus pod(String name) {
        PodStatus.State state = name.equals(dead)
                ? PodStatus.State.DEAD
                : paused.contains(name) ? PodStatus.State.PAUSED : PodStatus.State.READY;
        return new PodStatus(name, "127.0.0.1", state, name.equals(dead) ? "killed by signal 9" : "", 0);
    }

    @Override
    public int scale(String service, int replicas) {
        if (!service.equals("node")) {
            throw new WorldException("There is one " + service + ".");
        }
        int previous = nodes;
        nodes = replicas;
        dead = null;
        return previous;
    }

    @Override
    public void stop(String pod, boolean kill) {
        dead = pod;
    }

    @Override
    public void pause(String pod) {
        if (Integer.parseInt(pod.substring(pod.indexOf('-') + 1)) > nodes) {
            throw new WorldException("There is no pod " + pod + ".");
        }
        paused.add(pod);
    }

    @Override
    public void resume(String pod) {
        paused.remove(pod);
    }

    @Override
    public void up(Consumer<Progress> progress) {}

    @Override
    public void down(Consumer<Progress> progress) {}

    @Override
    public void logs(String pod, int last, boolean follow, Consumer<String> line) {}

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
    }
}
