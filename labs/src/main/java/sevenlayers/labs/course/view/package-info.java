/**
 * What the terminal shows of a run: pure functions from the course's messages to lines.
 */
@NullMarked
package sevenlayers.labs.course.view;

import org.jspecify.annotations.NullMarked;
