/**
 * The labs as JUnit integration tests on containers of their own: how a teacher puts them in a course's CI. Read
 * {@link sevenlayers.labs.testcontainers.CourseContainersIT} first.
 */
@NullMarked
package sevenlayers.labs.testcontainers;

import org.jspecify.annotations.NullMarked;
