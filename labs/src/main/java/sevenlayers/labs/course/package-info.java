/**
 * The course: chapters that run. Read {@link sevenlayers.labs.course.Course} first; a chapter's own form is in {@code docs/adding-a-lab.md}.
 */
@NullMarked
package sevenlayers.labs.course;

import org.jspecify.annotations.NullMarked;
