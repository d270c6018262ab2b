package sevenlayers.labs.course;

import org.jspecify.annotations.Nullable;

/** Something that a lab cannot do. The message is for the student: what was wrong, what is allowed, what to do. */
public class LabProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sentence;

    public LabProblem(String sentence) {
        this(sentence, null);
    }

    public LabProblem(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    @Override
    public String getMessage() {
        return sentence;
    }
}
