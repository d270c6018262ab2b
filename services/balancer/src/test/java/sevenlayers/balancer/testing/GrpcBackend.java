package sevenlayers.balancer.testing;

import io.grpc.Channel;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A grpc-java server that counts and keeps what reaches it. Messages are bytes. */
public final class GrpcBackend implements AutoCloseable {
    /** Answers with what it was sent. */
    public static final MethodDescriptor<byte[], byte[]> ECHO = method("Echo", MethodType.UNARY);

    /** Answers with as many messages of 64 KiB as the first byte says, or without end if it is 0. */
    public static final MethodDescriptor<byte[], byte[]> FLOOD = method("Flood", MethodType.SERVER_STREAMING);

    /** Answers each message with itself, and waits for more. */
    public static final MethodDescriptor<byte[], byte[]> CHAT = method("Chat", MethodType.BIDI_STREAMING);

    public final AtomicInteger calls = new AtomicInteger();
    public final CountDownLatch cancelled = new CountDownLatch(1);
    public final AtomicInteger sent = new AtomicInteger();
    public final Queue<Metadata> headers = new ConcurrentLinkedQueue<>();
    public final Set<SocketAddress> connections = ConcurrentHashMap.newKeySet();
    private final Server server;

    public GrpcBackend() {
        this(0, builder -> builder);
    }

    public GrpcBackend(int port, UnaryOperator<NettyServerBuilder> more) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        ServerServiceDefinition service = ServerServiceDefinition.builder("test.Test")
                .addMethod(ECHO, ServerCalls.asyncUnaryCall((request, response) -> {
                    response.onNext(request);
                    response.onCompleted();
                }))
                .addMethod(FLOOD, ServerCalls.asyncServerStreamingCall(this::flood))
                .addMethod(CHAT, ServerCalls.asyncBidiStreamingCall(GrpcBackend::chat))
                .build();
        try {
            server = more.apply(NettyServerBuilder.forAddress(address).maxInboundMessageSize(8 << 20))
                    .addService(ServerInterceptors.intercept(service, this::note))
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <Q, A> ServerCall.Listener<Q> note(
            ServerCall<Q, A> call, Metadata metadata, ServerCallHandler<Q, A> handler) {
        calls.incrementAndGet();
        headers.add(metadata);
        connections.add(Objects.requireNonNull(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)));
        return new io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener<>(
                handler.startCall(call, metadata)) {
            @Override
            public void onCancel() {
                cancelled.countDown();
                super.onCancel();
            }
        };
    }

    private void flood(byte[] request, StreamObserver<byte[]> response) {
        io.grpc.stub.ServerCallStreamObserver<byte[]> out = (io.grpc.stub.ServerCallStreamObserver<byte[]>) response;
        AtomicInteger left = new AtomicInteger(request[0] == 0 ? Integer.MAX_VALUE : request[0]);
        out.setOnCancelHandler(() -> {});
        out.setOnReadyHandler(() -> {
            while (out.isReady() && left.get() > 0) {
                out.onNext(new byte[64 * 1024]);
                sent.incrementAndGet();
                if (left.decrementAndGet() == 0) {
                    out.onCompleted();
                }
            }
        });
    }

    private static StreamObserver<byte[]> chat(StreamObserver<byte[]> response) {
        return new StreamObserver<>() {
            @Override
            public void onNext(byte[] message) {
                response.onNext(message);
            }

            @Override
            public void onError(Throwable cause) {}

            @Override
            public void onCompleted() {
                response.onCompleted();
            }
        };
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
    }

    /** As a process that is killed: connections drop at once. */
    public void kill() {
        server.shutdownNow();
    }

    /** As a process that is told to end: GOAWAY, and calls finish. */
    public void leave() {
        server.shutdown();
    }

    @Override
    public void close() {
        kill();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** A plain client of a door. */
    public static ManagedChannel channel(InetSocketAddress door) {
        return NettyChannelBuilder.forAddress(door)
                .usePlaintext()
                .maxInboundMessageSize(8 << 20)
                .build();
    }

    public static byte[] echo(Channel channel, byte[] message) {
        return io.grpc.stub.ClientCalls.blockingUnaryCall(
                channel, ECHO, io.grpc.CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS), message);
    }

    private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
        return MethodDescriptor.newBuilder(new Bytes(), new Bytes())
                .setFullMethodName("test.Test/" + name)
                .setType(type)
                .build();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
