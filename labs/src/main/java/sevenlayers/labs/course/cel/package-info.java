/**
 * The expressions of a chapter: CEL (the Common Expression Language) over recorded answers, with a few functions of our own.
 *
 * <p>Read {@link sevenlayers.labs.course.cel.Functions} for what an expression can use.
 */
@NullMarked
package sevenlayers.labs.course.cel;

import org.jspecify.annotations.NullMarked;
