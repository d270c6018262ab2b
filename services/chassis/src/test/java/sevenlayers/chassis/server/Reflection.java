package sevenlayers.chassis.server;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks a server what it serves, in either version of the protocol. */
interface Reflection {
    List<String> services() throws Exception;

    List<ByteString> fileContaining(String symbol) throws Exception;

    static Reflection v1(Channel channel) {
        return new Reflection() {
            @Override
            public List<String> services() throws Exception {
                return ask(ServerReflectionRequest.newBuilder()
                                .setListServices("")
                                .build())
                        .getListServicesResponse()
                        .getServiceList()
                        .stream()
                        .map(ServiceResponse::getName)
                        .toList();
            }

            @Override
            public List<ByteString> fileContaining(String symbol) throws Exception {
                return ask(ServerReflectionRequest.newBuilder()
                                .setFileContainingSymbol(symbol)
                                .build())
                        .getFileDescriptorResponse()
                        .getFileDescriptorProtoList();
            }

            private ServerReflectionResponse ask(ServerReflectionRequest request) throws Exception {
                First<ServerReflectionResponse> first = new First<>();
                return first.of(ServerReflectionGrpc.newStub(channel).serverReflectionInfo(first), request);
            }
        };
    }

    @SuppressWarnings("deprecation") // older clients ask in v1alpha
    static Reflection v1alpha(Channel channel) {
        return new Reflection() {
            @Override
            public List<String> services() throws Exception {
                return ask(io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
                                .setListServices("")
                                .build())
                        .getListServicesResponse()
                        .getServiceList()
                        .stream()
                        .map(io.grpc.reflection.v1alpha.ServiceResponse::getName)
                        .toList();
            }

            @Override
            public List<ByteString> fileContaining(String symbol) throws Exception {
                return ask(io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
                                .setFileContainingSymbol(symbol)
                                .build())
                        .getFileDescriptorResponse()
                        .getFileDescriptorProtoList();
            }

            private io.grpc.reflection.v1alpha.ServerReflectionResponse ask(
                    io.grpc.reflection.v1alpha.ServerReflectionRequest request) throws Exception {
                First<io.grpc.reflection.v1alpha.ServerReflectionResponse> first = new First<>();
                return first.of(
                        io.grpc.reflection.v1alpha.ServerReflectionGrpc.newStub(channel)
                                .serverReflectionInfo(first),
                        request);
            }
        };
    }

    /** The first answer of a stream. */
    final class First<T> implements StreamObserver<T> {
        private final CompletableFuture<T> answer = new CompletableFuture<>();

        <Q> T of(StreamObserver<Q> requests, Q request) throws Exception {
            requests.onNext(request);
            T first = answer.get(20, TimeUnit.SECONDS);
            requests.onCompleted();
            return first;
        }

        @Override
        public void onNext(T value) {
            answer.complete(value);
        }

        @Override
        public void onError(Throwable cause) {
            answer.completeExceptionally(cause);
        }

        @Override
        public void onCompleted() {}
    }
}
