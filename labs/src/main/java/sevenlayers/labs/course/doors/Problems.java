package sevenlayers.labs.course.doors;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns the status of a failed call into a sentence for the student. */
final class Problems {

    private Problems() {}

    static DoorProblem of(Status status, @Nullable Metadata trailers, String service, String address, String method) {
        String words = status.getDescription() == null ? "" : ": " + status.getDescription();
        String sentence = switch (status.getCode()) {
            case UNAVAILABLE ->
                "The front door of " + service + " (" + address + ") does not answer" + words
                        + ". `./lab status` shows the pods; `./lab logs " + service + "` what they wrote.";
            case DEADLINE_EXCEEDED ->
                method + " at " + address + " did not answer in time" + words + ". `./lab status` shows the pods.";
            case INVALID_ARGUMENT -> method + " refused the request" + words + violations(status, trailers) + ".";
            default -> method + " at " + address + " answered " + status.getCode() + words + ".";
        };
        return new DoorProblem(status.getCode(), sentence.replace("..", "."));
    }

    private static String violations(Status status, @Nullable Metadata trailers) {
        if (trailers == null) {
            return "";
        }
        return StatusProto.fromStatusAndTrailers(status, trailers).getDetailsList().stream()
                .filter(detail -> detail.is(BadRequest.class))
                .flatMap(detail -> unpack(detail).getFieldViolationsList().stream())
                .map(violation -> " (" + violation.getField() + ": " + violation.getDescription() + ")")
                .collect(Collectors.joining());
    }

    private static BadRequest unpack(Any detail) {
        try {
            return detail.unpack(BadRequest.class);
        } catch (InvalidProtocolBufferException e) {
            return BadRequest.getDefaultInstance();
        }
    }
}
