/**
 * Running a chapter: its state, its steps, its checks and their controls, and the evidence that they leave.
 *
 * <p>Read {@link sevenlayers.labs.course.run.StepRunner} first.
 */
@NullMarked
package sevenlayers.labs.course.run;

import org.jspecify.annotations.NullMarked;
