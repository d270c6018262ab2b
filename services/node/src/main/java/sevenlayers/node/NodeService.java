package sevenlayers.node;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import sevenlayers.chassis.call.CurrentCall;
import sevenlayers.chassis.connection.AcceptedConnection;
import sevenlayers.chassis.connection.ConnectionTable;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.node.v1.CollectWorkRequest;
import sevenlayers.node.v1.CollectWorkResponse;
import sevenlayers.node.v1.ExchangeWorkRequest;
import sevenlayers.node.v1.ExchangeWorkResponse;
import sevenlayers.node.v1.ListConnectionsRequest;
import sevenlayers.node.v1.ListConnectionsResponse;
import sevenlayers.node.v1.NodeServiceGrpc;
import sevenlayers.node.v1.StreamWorkRequest;
import sevenlayers.node.v1.StreamWorkResponse;
import sevenlayers.node.v1.WatchConnectionsRequest;
import sevenlayers.node.v1.WatchConnectionsResponse;
import sevenlayers.node.v1.WorkRequest;
import sevenlayers.node.v1.WorkResponse;
import sevenlayers.node.work.Cpu;
import sevenlayers.node.work.Work;

/**
 * The four kinds of call, and the life of the connections that carry them.
 *
 * <p>Every callback runs on a virtual thread of its call and may block. Back-pressure: a server stream sends while the transport is
 * ready and goes on when it is again; a stream of requests asks for the next one when this one is done.
 */
final class NodeService extends NodeServiceGrpc.NodeServiceImplBase {

    private static final int MAX_COUNT = 100_000;

    private final Cpu cpu;
    private final ConnectionTable connections;
    private final ConnectionWatches watches;

    NodeService(Cpu cpu, ConnectionTable connections, ConnectionWatches watches) {
        this.cpu = cpu;
        this.connections = connections;
        this.watches = watches;
    }

    @Override
    public void work(WorkRequest request, StreamObserver<WorkResponse> responses) {
        WorkCall call = new WorkCall(cpu);
        ByteString payload = call.perform(WorkMessages.work(request.getWork()));
        responses.onNext(WorkResponse.newBuilder()
                .setAnswer(CurrentCall.answer())
                .setPayload(payload)
                .setServedMicros(CurrentCall.elapsedMicros())
                .setComputedTogether(call.together())
                .build());
        responses.onCompleted();
    }

    @Override
    public void streamWork(StreamWorkRequest request, StreamObserver<StreamWorkResponse> responses) {
        Violations violations = new Violations().range("count", request.getCount(), 1, MAX_COUNT);
        Work work = WorkMessages.work(request.getWork(), violations);
        violations.throwIfAny();
        ServerCallStreamObserver<StreamWorkResponse> out = (ServerCallStreamObserver<StreamWorkResponse>) responses;
        out.setOnReadyHandler(new StreamedWork(new WorkCall(cpu), work, request.getCount(), out));
    }

    @Override
    public StreamObserver<CollectWorkRequest> collectWork(StreamObserver<CollectWorkResponse> responses) {
        return new CollectedWork(new WorkCall(cpu), responses);
    }

    @Override
    public StreamObserver<ExchangeWorkRequest> exchangeWork(StreamObserver<ExchangeWorkResponse> responses) {
        return new ExchangedWork(new WorkCall(cpu), (ServerCallStreamObserver<ExchangeWorkResponse>) responses);
    }

    @Override
    public void listConnections(ListConnectionsRequest request, StreamObserver<ListConnectionsResponse> responses) {
        responses.onNext(ListConnectionsResponse.newBuilder()
                .addAllConnections(connections.open().stream()
                        .map(AcceptedConnection::toProto)
                        .toList())
                .build());
        responses.onCompleted();
    }

    @Override
    public void watchConnections(WatchConnectionsRequest request, StreamObserver<WatchConnectionsResponse> responses) {
        watches.begin(request.getCalls(), (ServerCallStreamObserver<WatchConnectionsResponse>) responses);
    }
}
