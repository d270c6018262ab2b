package sevenlayers.labs.course.doors;

import io.grpc.Status;
import java.util.Map;
import sevenlayers.labs.course.LabProblem;

/** A call through a front door that did not succeed. The message is for the student. */
public final class DoorProblem extends LabProblem {

    private static final long serialVersionUID = 1L;

    private final Status.Code code;
    private final String reason;

    public DoorProblem(Status.Code code, String message) {
        this(code, "", message);
    }

    /** @param reason that a program can compare; empty where the service gave none */
    DoorProblem(Status.Code code, String reason, String message) {
        super(message);
        this.code = code;
        this.reason = reason;
    }

    /** As an answer of a call that may fail. */
    public Map<String, Object> failure() {
        return Map.of("code", code.name(), "reason", reason, "message", String.valueOf(getMessage()));
    }

    /** What gRPC called it. */
    public Status.Code code() {
        return code;
    }
}
