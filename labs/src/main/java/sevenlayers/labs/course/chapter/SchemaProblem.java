package sevenlayers.labs.course.chapter;

import sevenlayers.labs.course.LabProblem;

/** A chapter's file that is not as it must be. The message names the file, the place in it, what is allowed and the nearest name. */
public final class SchemaProblem extends LabProblem {

    private static final long serialVersionUID = 1L;

    public SchemaProblem(String message) {
        super(message);
    }

    public SchemaProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
