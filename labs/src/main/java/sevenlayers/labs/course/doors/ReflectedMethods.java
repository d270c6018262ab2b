package sevenlayers.labs.course.doors;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sevenlayers.labs.world.Nearest;

/** Learns the types of a method from the server that offers it: gRPC server reflection, {@code grpc.reflection.v1}. */
final class ReflectedMethods {

    private static final long SECONDS = 10;

    private ReflectedMethods() {}

    /**
     * @param method as in {@code sevenlayers.client.v1.ClientService/Drive}
     * @throws StatusRuntimeException if the server does not answer
     * @throws DoorProblem if it has no such method
     */
    static MethodDescriptor find(Channel channel, String method) throws InterruptedException {
        String service = method.substring(0, method.indexOf('/'));
        String name = method.substring(method.indexOf('/') + 1);
        Map<String, FileDescriptorProto> files = new HashMap<>();
        ServerReflectionResponse answer = ask(
                channel,
                ServerReflectionRequest.newBuilder()
                        .setFileContainingSymbol(service)
                        .build());
        if (answer.hasErrorResponse()) {
            throw new DoorProblem(Status.Code.NOT_FOUND, "There is no service " + service + " behind this front door.");
        }
        FileDescriptorProto first = add(answer, files).getFirst();
        complete(channel, first, files);
        for (FileDescriptorProto file : List.copyOf(files.values())) {
            ServiceDescriptor found = build(file.getName(), files, new HashMap<>())
                    .findServiceByName(service.substring(service.lastIndexOf('.') + 1));
            if (found != null && found.getFullName().equals(service)) {
                return method(found, name);
            }
        }
        throw new DoorProblem(Status.Code.NOT_FOUND, "There is no service " + service + " behind this front door.");
    }

    private static MethodDescriptor method(ServiceDescriptor service, String name) {
        MethodDescriptor method = service.findMethodByName(name);
        if (method == null) {
            List<String> names =
                    service.getMethods().stream().map(MethodDescriptor::getName).toList();
            throw new DoorProblem(
                    Status.Code.UNIMPLEMENTED,
                    service.getFullName() + " has no method " + name + "; it has " + String.join(", ", names) + "."
                            + Nearest.hint(name, names));
        }
        return method;
    }

    /** Most servers send a file with all that it imports; what is missing is asked for. */
    private static void complete(Channel channel, FileDescriptorProto file, Map<String, FileDescriptorProto> files)
            throws InterruptedException {
        for (String dependency : file.getDependencyList()) {
            if (!files.containsKey(dependency)) {
                add(
                        ask(
                                channel,
                                ServerReflectionRequest.newBuilder()
                                        .setFileByFilename(dependency)
                                        .build()),
                        files);
            }
            FileDescriptorProto next = files.get(dependency);
            if (next != null) {
                complete(channel, next, files);
            }
        }
    }

    private static List<FileDescriptorProto> add(
            ServerReflectionResponse answer, Map<String, FileDescriptorProto> files) {
        List<FileDescriptorProto> added = new ArrayList<>();
        for (ByteString bytes : answer.getFileDescriptorResponse().getFileDescriptorProtoList()) {
            try {
                FileDescriptorProto file = FileDescriptorProto.parseFrom(bytes);
                files.putIfAbsent(file.getName(), file);
                added.add(file);
            } catch (InvalidProtocolBufferException e) {
                throw new DoorProblem(
                        Status.Code.INTERNAL, "The front door's reflection sent a descriptor that cannot be read.");
            }
        }
        if (added.isEmpty()) {
            throw new DoorProblem(Status.Code.NOT_FOUND, "The front door's reflection sent no descriptor.");
        }
        return added;
    }

    private static FileDescriptor build(
            String name, Map<String, FileDescriptorProto> files, Map<String, FileDescriptor> built) {
        FileDescriptor done = built.get(name);
        if (done != null) {
            return done;
        }
        FileDescriptorProto file = files.get(name);
        if (file == null) {
            throw new DoorProblem(Status.Code.INTERNAL, "The front door's reflection does not know " + name + ".");
        }
        FileDescriptor[] dependencies = file.getDependencyList().stream()
                .map(dependency -> build(dependency, files, built))
                .toArray(FileDescriptor[]::new);
        try {
            FileDescriptor descriptor = FileDescriptor.buildFrom(file, dependencies);
            built.put(name, descriptor);
            return descriptor;
        } catch (DescriptorValidationException e) {
            throw new DoorProblem(
                    Status.Code.INTERNAL, "The front door's reflection sent a wrong descriptor: " + e.getMessage());
        }
    }

    private static ServerReflectionResponse ask(Channel channel, ServerReflectionRequest question)
            throws InterruptedException {
        CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> questions = ServerReflectionGrpc.newStub(channel)
                .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse value) {
                        answer.complete(value);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        answer.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {
                        answer.completeExceptionally(
                                Status.INTERNAL.withDescription("no answer").asRuntimeException());
                    }
                });
        questions.onNext(question);
        questions.onCompleted();
        try {
            return answer.get(SECONDS + 1, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw Status.fromThrowable(e).asRuntimeException();
        } catch (TimeoutException e) {
            throw Status.DEADLINE_EXCEEDED
                    .withDescription("reflection did not answer")
                    .asRuntimeException();
        }
    }
}
