package sevenlayers.client.relay;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.TypeRegistry;
import com.google.rpc.ErrorDetailsProto;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The types of one service as its server describes them.
 *
 * @param service the service
 * @param types   every message of its files, for {@code google.protobuf.Any} in JSON
 */
record Schema(ServiceDescriptor service, TypeRegistry types) {

    /** Learns a service from its server; empty if the server has none of that name. */
    static Optional<Schema> learn(String service, ReflectionClient server)
            throws StatusException, InterruptedException {
        List<FileDescriptorProto> files = server.filesOf(service);
        if (files.isEmpty()) {
            return Optional.empty();
        }
        Linker linker = new Linker(server);
        files.forEach(linker::add);
        for (FileDescriptorProto file : files) {
            linker.link(file.getName());
        }
        TypeRegistry.Builder types = TypeRegistry.newBuilder();
        linker.linked.values().forEach(file -> types.add(file.getMessageTypes()));
        types.add(ErrorDetailsProto.getDescriptor().getMessageTypes());
        return linker.linked.values().stream()
                .flatMap(file -> file.getServices().stream())
                .filter(each -> each.getFullName().equals(service))
                .findFirst()
                .map(each -> new Schema(each, types.build()));
    }

    /** Makes descriptors of files, each after the ones that it imports; asks for those that the server has not sent. */
    private static final class Linker {

        private final ReflectionClient server;
        private final Map<String, FileDescriptorProto> known = new HashMap<>();
        private final Map<String, FileDescriptor> linked = new HashMap<>();

        Linker(ReflectionClient server) {
            this.server = server;
        }

        void add(FileDescriptorProto file) {
            known.putIfAbsent(file.getName(), file);
        }

        FileDescriptor link(String name) throws StatusException, InterruptedException {
            FileDescriptor done = linked.get(name);
            if (done != null) {
                return done;
            }
            // Taken out, so that files which import each other end as unknown instead of never.
            @Nullable FileDescriptorProto file = known.remove(name);
            if (file == null) {
                server.file(name).forEach(this::add);
                file = known.remove(name);
            }
            if (file == null) {
                throw broken("the server's reflection does not know " + name + ", which it imports", null);
            }
            FileDescriptor[] imports = new FileDescriptor[file.getDependencyCount()];
            for (int i = 0; i < imports.length; i++) {
                imports[i] = link(file.getDependency(i));
            }
            try {
                FileDescriptor descriptor = FileDescriptor.buildFrom(file, imports);
                linked.put(name, descriptor);
                return descriptor;
            } catch (DescriptorValidationException invalid) {
                throw broken(
                        "the server's reflection describes " + name + " wrongly: " + invalid.getMessage(), invalid);
            }
        }

        private static StatusException broken(String sentence, @Nullable Throwable cause) {
            return Status.FAILED_PRECONDITION
                    .withDescription(sentence)
                    .withCause(cause)
                    .asException();
        }
    }
}
