package sevenlayers.labs.course.doors;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns the status of a failed call into a sentence for the student. */
public final class Problems {

    private Problems() {}

    /**
     * The problem.
     *
     * @param asked the method that was asked for and, if it was relayed, the pod: {@code package.Service/Method on node-2}
     */
    public static DoorProblem of(
            Status status, @Nullable Metadata trailers, String service, String address, String asked) {
        String words = status.getDescription() == null ? "" : ": " + status.getDescription();
        String answered = asked + " at " + address + " answered " + status.getCode() + words + ".";
        String sentence = switch (status.getCode()) {
            case UNAVAILABLE ->
                // A status with details was made by a pod of ours: the door did answer.
                details(status, trailers).isEmpty()
                        ? "The front door of " + service + " (" + address + ") does not answer" + words
                                + ". `./lab status` shows the pods; `./lab logs " + service + "` what they wrote."
                        : answered;
            case DEADLINE_EXCEEDED ->
                asked + " at " + address + " did not answer in time" + words + ". `./lab status` shows the pods.";
            case INVALID_ARGUMENT -> asked + " refused the request: " + reason(status, trailers) + ".";
            default -> answered;
        };
        return new DoorProblem(status.getCode(), stable(status, trailers), sentence.replace("..", "."));
    }

    private static List<Any> details(Status status, @Nullable Metadata trailers) {
        return trailers == null
                ? List.of()
                : StatusProto.fromStatusAndTrailers(status, trailers).getDetailsList();
    }

    /** Each field with what was wrong; without such details, the status's own words. */
    private static String reason(Status status, @Nullable Metadata trailers) {
        String violations = details(status, trailers).stream()
                .filter(detail -> detail.is(BadRequest.class))
                .flatMap(detail -> unpack(detail).getFieldViolationsList().stream())
                .map(violation -> violation.getField() + ": " + violation.getDescription())
                .collect(Collectors.joining("; "));
        String words = status.getDescription();
        return !violations.isEmpty() ? violations : words == null ? "it did not say why" : words;
    }

    /** The reason of the status's ErrorInfo; empty without one. */
    private static String stable(Status status, @Nullable Metadata trailers) {
        for (Any detail : details(status, trailers)) {
            try {
                if (detail.is(ErrorInfo.class)) {
                    return detail.unpack(ErrorInfo.class).getReason();
                }
            } catch (InvalidProtocolBufferException e) {
                return "";
            }
        }
        return "";
    }

    private static BadRequest unpack(Any detail) {
        try {
            return detail.unpack(BadRequest.class);
        } catch (InvalidProtocolBufferException e) {
            return BadRequest.getDefaultInstance();
        }
    }
}
