/** Tests of the course: {@link sevenlayers.labs.course.FakeLab} stands in for a world and its front doors. */
@NullMarked
package sevenlayers.labs.course;

import org.jspecify.annotations.NullMarked;
