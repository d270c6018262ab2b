package sevenlayers.labs.agent;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.stream.Stream;
import sevenlayers.labs.world.Nearest;
import sevenlayers.labs.world.PodStatus;
import sevenlayers.labs.world.ServiceStatus;
import sevenlayers.labs.world.World;

/** Checks what a request names; what is not allowed is answered as every pod of the lab answers it. */
final class Requests {

    private Requests() {}

    /** {@code name}, if it is a service of {@code world}. */
    static String service(World world, String name) {
        List<String> names = world.services().stream().map(ServiceStatus::name).toList();
        if (!names.contains(name)) {
            throw invalid(
                    "service",
                    "\"" + name + "\" is no service of this lab." + Nearest.hint(name, names) + " There are "
                            + String.join(", ", names) + ".");
        }
        return name;
    }

    /** {@code name}, if it is a pod of {@code world}. */
    static String pod(World world, String name) {
        List<String> names =
                Stream.concat(pods(world).stream(), world.innerPods().stream()).toList();
        if (!names.contains(name)) {
            throw invalid(
                    "pod",
                    "\"" + name + "\" is no pod of this lab." + Nearest.hint(name, names) + " There are "
                            + String.join(", ", names) + ".");
        }
        return name;
    }

    /** The pods that {@code name} means: itself, or those of a service; all of them for the empty name. */
    static List<String> podsOf(World world, String name) {
        if (name.isEmpty()) {
            return pods(world);
        }
        return world.services().stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .map(service -> service.pods().stream().map(PodStatus::name).toList())
                .orElseGet(() -> List.of(pod(world, name)));
    }

    static int inRange(String field, int value, int from, int to) {
        if (value < from || value > to) {
            throw invalid(field, field + " is " + value + "; it must be from " + from + " to " + to + ".");
        }
        return value;
    }

    private static List<String> pods(World world) {
        return world.services().stream()
                .flatMap(service -> service.pods().stream())
                .map(PodStatus::name)
                .toList();
    }

    private static StatusRuntimeException invalid(String field, String description) {
        return StatusProto.toStatusRuntimeException(Status.newBuilder()
                .setCode(Code.INVALID_ARGUMENT_VALUE)
                .setMessage(description)
                .addDetails(Any.pack(BadRequest.newBuilder()
                        .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                                .setField(field)
                                .setDescription(description))
                        .build()))
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason("INVALID_ARGUMENT_FIELDS")
                        .setDomain("sevenlayers")
                        .build()))
                .build());
    }
}
