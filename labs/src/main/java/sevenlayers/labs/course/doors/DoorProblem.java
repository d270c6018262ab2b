package sevenlayers.labs.course.doors;

import io.grpc.Status;
import sevenlayers.labs.course.LabProblem;

/** A call through a front door that did not succeed. The message is for the student. */
public final class DoorProblem extends LabProblem {

    private static final long serialVersionUID = 1L;

    private final Status.Code code;

    public DoorProblem(Status.Code code, String message) {
        super(message);
        this.code = code;
    }

    /** What gRPC called it. */
    public Status.Code code() {
        return code;
    }
}
