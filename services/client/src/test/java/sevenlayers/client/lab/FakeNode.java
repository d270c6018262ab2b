package sevenlayers.client.lab;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import sevenlayers.chassis.v1.Answer;
import sevenlayers.chassis.v1.Connection;
import sevenlayers.client.channel.Addresses;
import sevenlayers.node.v1.NodeServiceGrpc;
import sevenlayers.node.v1.StreamWorkRequest;
import sevenlayers.node.v1.StreamWorkResponse;
import sevenlayers.node.v1.WorkRequest;
import sevenlayers.node.v1.WorkResponse;

/** A plain grpc-java server that answers Work as the contract says, as far as a client can tell. */
public final class FakeNode extends NodeServiceGrpc.NodeServiceImplBase implements AutoCloseable {

    private static final Attributes.Key<Integer> NUMBER = Attributes.Key.create("number");
    private static final Context.Key<Connection> CONNECTION = Context.key("connection");

    /** How many calls it says were on a core at the same moment, if it is asked to compute. */
    public static final int CORES = 3;

    private final String pod;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong calls = new AtomicLong();
    private final List<Metadata> headers = new CopyOnWriteArrayList<>();
    private volatile Runnable beforeEach = () -> {};
    private final Server server;

    private FakeNode(String pod, int port, UnaryOperator<NettyServerBuilder> more) {
        this.pod = pod;
        try {
            server = more.apply(NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
                            .executor(Executors.newVirtualThreadPerTaskExecutor())
                            .addService(this)
                            .addTransportFilter(new Numbered())
                            .intercept(new Seen()))
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static FakeNode start(String pod) {
        return start(pod, 0, builder -> builder);
    }

    public static FakeNode start(String pod, int port, UnaryOperator<NettyServerBuilder> more) {
        return new FakeNode(pod, port, more);
    }

    public int port() {
        return server.getPort();
    }

    public String address() {
        return "127.0.0.1:" + port();
    }

    /** Work calls that arrived. */
    public long calls() {
        return calls.get();
    }

    /** Connections that were accepted. */
    public int connections() {
        return connections.get();
    }

    /** Headers of all calls. */
    public List<Metadata> headers() {
        return headers;
    }

    /** Runs on each Work call's thread before it is answered: may block, may throw a status. */
    public FakeNode before(Runnable each) {
        beforeEach = each;
        return this;
    }

    /** Stops: nobody listens any more. */
    public void stop() {
        server.shutdownNow();
    }

    @Override
    public void work(WorkRequest request, StreamObserver<WorkResponse> caller) {
        calls.incrementAndGet();
        try {
            beforeEach.run();
            Thread.sleep(request.getWork().getDelay().getFixed().getDelayMicros() / 1_000);
        } catch (InterruptedException e) {
            caller.onError(Status.CANCELLED.asRuntimeException());
            return;
        } catch (StatusRuntimeException thrown) {
            caller.onError(thrown);
            return;
        }
        if (request.getWork().hasFailure()) {
            caller.onError(Status.fromCodeValue(request.getWork().getFailure().getCode())
                    .withDescription(request.getWork().getFailure().getMessage())
                    .asRuntimeException());
            return;
        }
        caller.onNext(WorkResponse.newBuilder()
                .setAnswer(answer())
                .setComputedTogether(request.getWork().getCpuMicros() > 0 ? CORES : 0)
                .build());
        caller.onCompleted();
    }

    @Override
    public void streamWork(StreamWorkRequest request, StreamObserver<StreamWorkResponse> caller) {
        for (int index = 1; index <= request.getCount(); index++) {
            caller.onNext(StreamWorkResponse.newBuilder()
                    .setAnswer(answer())
                    .setIndex(index)
                    .build());
        }
        caller.onCompleted();
    }

    @Override
    public void close() throws InterruptedException {
        server.shutdownNow().awaitTermination();
    }

    private Answer answer() {
        return Answer.newBuilder().setPod(pod).setConnection(CONNECTION.get()).build();
    }

    private final class Numbered extends ServerTransportFilter {
        @Override
        public Attributes transportReady(Attributes transport) {
            return transport.toBuilder()
                    .set(NUMBER, connections.incrementAndGet())
                    .build();
        }
    }

    private final class Seen implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata sent, ServerCallHandler<Q, A> next) {
            headers.add(sent);
            Attributes transport = call.getAttributes();
            Connection connection = Connection.newBuilder()
                    .setNumber(transport.get(NUMBER))
                    .setLocalAddress(Addresses.text(transport.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR)))
                    .setRemoteAddress(Addresses.text(transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)))
                    .build();
            return Contexts.interceptCall(Context.current().withValue(CONNECTION, connection), call, sent, next);
        }
    }
}
