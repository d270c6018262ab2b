package sevenlayers.client;

import com.google.protobuf.Timestamp;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.client.channel.Addresses;
import sevenlayers.client.channel.LabTargets;
import sevenlayers.client.channel.NamedChannels;
import sevenlayers.client.channel.Target;
import sevenlayers.client.drive.DriveHandle;
import sevenlayers.client.drive.Drives;
import sevenlayers.client.drive.ReportSink;
import sevenlayers.client.relay.Relay;
import sevenlayers.client.v1.CallRequest;
import sevenlayers.client.v1.CallResponse;
import sevenlayers.client.v1.ClientServiceGrpc;
import sevenlayers.client.v1.CloseChannelRequest;
import sevenlayers.client.v1.CloseChannelResponse;
import sevenlayers.client.v1.DriveRequest;
import sevenlayers.client.v1.DriveResponse;
import sevenlayers.client.v1.ListChannelsRequest;
import sevenlayers.client.v1.ListChannelsResponse;
import sevenlayers.client.v1.LookUpRequest;
import sevenlayers.client.v1.LookUpResponse;
import sevenlayers.client.v1.NamedChannel;

/**
 * The contract's calls.
 *
 * <p>Drive and Call start a virtual thread of their own instead of running on one of Quarkus': while a method annotated to run on one
 * blocks, Quarkus holds back what happens to its call, so it would never learn that its reader has room again or has gone.
 */
@GrpcService
class ClientService extends ClientServiceGrpc.ClientServiceImplBase {

    private static final int ANY_PORT = 9_000;

    private final Drives drives;
    private final Relay relay;
    private final NamedChannels named;
    private final LabTargets targets;

    ClientService(Drives drives, Relay relay, NamedChannels named, LabTargets targets) {
        this.drives = drives;
        this.relay = relay;
        this.named = named;
        this.targets = targets;
    }

    @Override
    public void drive(DriveRequest request, StreamObserver<DriveResponse> responses) {
        ServerCallStreamObserver<DriveResponse> caller = (ServerCallStreamObserver<DriveResponse>) responses;
        DriveHandle handle = new DriveHandle();
        caller.setOnReadyHandler(handle::readerReady);
        caller.setOnCancelHandler(handle::cancel);
        Context.current().addListener(_ -> handle.cancel(), Runnable::run); // its deadline
        ReportSink reader = new ReportSink() {
            @Override
            public boolean isReady() {
                return caller.isReady();
            }

            @Override
            public void send(DriveResponse piece) {
                caller.onNext(piece);
            }
        };
        // Forked: the caller's deadline ends the drive, but is none of the single calls' business.
        onItsOwnThread("drive", Context.current().fork(), caller, () -> drives.run(request, handle, reader));
    }

    @Override
    public void call(CallRequest request, StreamObserver<CallResponse> responses) {
        ServerCallStreamObserver<CallResponse> caller = (ServerCallStreamObserver<CallResponse>) responses;
        Gate gate = new Gate();
        caller.setOnReadyHandler(gate::open);
        Context.CancellableContext context = Context.current().withCancellation();
        caller.setOnCancelHandler(() -> {
            context.cancel(null);
            gate.open();
        });
        onItsOwnThread("relay", context, caller, () -> {
            try (context) {
                relay.call(request, message -> {
                    gate.await(() -> caller.isReady() || context.isCancelled());
                    caller.onNext(CallResponse.newBuilder().setResponse(message).build());
                });
                return !caller.isCancelled();
            }
        });
    }

    @Override
    @RunOnVirtualThread
    public void lookUp(LookUpRequest request, StreamObserver<LookUpResponse> caller) {
        String name = request.getName();
        new Violations()
                .required("name", name, "a host name without a port, as in node")
                .throwIfAny();
        Target target = targets.dialable(new Target(name, ANY_PORT));
        targets.requireInside(target);
        caller.onNext(
                LookUpResponse.newBuilder().addAllAddresses(addresses(target)).build());
        caller.onCompleted();
    }

    @Override
    @RunOnVirtualThread
    public void listChannels(ListChannelsRequest request, StreamObserver<ListChannelsResponse> caller) {
        caller.onNext(ListChannelsResponse.newBuilder()
                .addAllChannels(
                        named.list().stream().map(ClientService::message).toList())
                .build());
        caller.onCompleted();
    }

    @Override
    @RunOnVirtualThread
    public void closeChannel(CloseChannelRequest request, StreamObserver<CloseChannelResponse> caller) {
        new Violations()
                .required("name", request.getName(), "a channel's name, as ListChannels says it")
                .throwIfAny();
        caller.onNext(CloseChannelResponse.newBuilder()
                .setClosed(named.close(request.getName()))
                .build());
        caller.onCompleted();
    }

    private List<String> addresses(Target target) {
        try {
            Comparator<InetSocketAddress> byNumber = Comparator.<InetSocketAddress, byte[]>comparing(
                            address -> address.getAddress().getAddress(), Arrays::compareUnsigned)
                    .thenComparing(InetSocketAddress::getPort);
            return targets.names().lookUp(target.host(), target.port()).stream()
                    .sorted(byNumber)
                    .map(address -> targets.names().withPorts()
                            ? Addresses.text(address)
                            : address.getAddress().getHostAddress())
                    .distinct()
                    .toList();
        } catch (UnknownHostException _) {
            throw LabTargets.noAddress(target.host());
        }
    }

    private static NamedChannel message(NamedChannels.Open open) {
        return NamedChannel.newBuilder()
                .setName(open.name())
                .setTarget(open.settings().target().authority())
                .setPolicy(open.settings().policy().grpcName())
                .setChannels(open.settings().channels())
                .setOpenedAt(Timestamp.newBuilder()
                        .setSeconds(open.openedAt().getEpochSecond())
                        .setNanos(open.openedAt().getNano()))
                .setCalls(open.calls())
                .setIdleLeftMillis(open.idleLeft().toMillis())
                .build();
    }

    /** What a thread of its own does for a caller. */
    private interface Work {
        /** Whether it came to its end; if not, the caller has gone or its deadline has passed. */
        boolean run() throws Exception;
    }

    private static void onItsOwnThread(String name, Context context, ServerCallStreamObserver<?> caller, Work work) {
        Thread.ofVirtual().name(name).start(context.wrap(() -> {
            try {
                if (work.run()) {
                    caller.onCompleted();
                } else {
                    caller.onError(Status.CANCELLED
                            .withDescription("cancelled by its caller or its deadline")
                            .asRuntimeException());
                }
            } catch (Throwable failed) { // an OutOfMemoryError, too: the caller would wait for ever
                caller.onError(failed); // the chassis makes a neutral status of what is none
                if (failed instanceof Error error) {
                    throw error;
                }
            }
        }));
    }
}
