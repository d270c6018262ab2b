package sevenlayers.client.relay;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server what it serves (gRPC server reflection). One conversation; blocks.
 *
 * <p>v1 is what v1alpha became, message for message the same on the wire: an old server is asked the same questions under the old name.
 */
final class ReflectionClient implements AutoCloseable {

    private static final String OLD_METHOD = "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
    private static final long PATIENCE_SECONDS = 10;

    private final Channel channel;
    private boolean old;
    private BlockingClientCall<ServerReflectionRequest, ServerReflectionResponse> conversation;

    ReflectionClient(Channel channel) {
        this.channel = channel;
        conversation = begin(ServerReflectionGrpc.getServerReflectionInfoMethod());
    }

    /** The files that define a service and what it needs, as far as the server sends them unasked; empty if it does not know it. */
    List<FileDescriptorProto> filesOf(String service) throws StatusException, InterruptedException {
        return files(ask(ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol(service)
                .build()));
    }

    /** One file by its name; empty if the server does not know it. */
    List<FileDescriptorProto> file(String name) throws StatusException, InterruptedException {
        return files(
                ask(ServerReflectionRequest.newBuilder().setFileByFilename(name).build()));
    }

    /** The services that the server has. */
    List<String> services() throws StatusException, InterruptedException {
        return ask(ServerReflectionRequest.newBuilder().setListServices("*").build())
                .getListServicesResponse()
                .getServiceList()
                .stream()
                .map(ServiceResponse::getName)
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        conversation.cancel("all is known", null);
    }

    private ServerReflectionResponse ask(ServerReflectionRequest question)
            throws StatusException, InterruptedException {
        try {
            return exchange(question);
        } catch (StatusException failed) {
            if (old || failed.getStatus().getCode() != Status.Code.UNIMPLEMENTED) {
                throw failed;
            }
            old = true;
            conversation = begin(ServerReflectionGrpc.getServerReflectionInfoMethod().toBuilder()
                    .setFullMethodName(OLD_METHOD)
                    .build());
            return exchange(question);
        }
    }

    private ServerReflectionResponse exchange(ServerReflectionRequest question)
            throws StatusException, InterruptedException {
        conversation.write(question);
        @Nullable ServerReflectionResponse answer = conversation.read();
        if (answer == null) {
            throw Status.UNAVAILABLE
                    .withDescription("the server ended its reflection without an answer")
                    .asException();
        }
        return answer;
    }

    private BlockingClientCall<ServerReflectionRequest, ServerReflectionResponse> begin(
            MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> method) {
        return ClientCalls.blockingBidiStreamingCall(
                channel, method, CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    private static List<FileDescriptorProto> files(ServerReflectionResponse answer) throws StatusException {
        List<FileDescriptorProto> files = new ArrayList<>();
        for (ByteString file : answer.getFileDescriptorResponse().getFileDescriptorProtoList()) {
            try {
                files.add(FileDescriptorProto.parseFrom(file));
            } catch (InvalidProtocolBufferException broken) {
                throw Status.INTERNAL
                        .withDescription("the server's reflection sent a file that cannot be read")
                        .withCause(broken)
                        .asException();
            }
        }
        return files;
    }
}
