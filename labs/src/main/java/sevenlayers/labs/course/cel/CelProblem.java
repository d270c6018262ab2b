package sevenlayers.labs.course.cel;

import sevenlayers.labs.course.LabProblem;

/** An expression that does not compile, or that has no value for what was recorded. The message says which and why. */
public final class CelProblem extends LabProblem {

    private static final long serialVersionUID = 1L;

    public CelProblem(String message) {
        super(message);
    }

    public CelProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
