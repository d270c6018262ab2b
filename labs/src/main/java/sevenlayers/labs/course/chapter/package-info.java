/**
 * A chapter as data: {@code lab.yaml} and its texts, read and checked completely before anything runs.
 *
 * <p>Read {@link sevenlayers.labs.course.chapter.Chapter} first. Whatever is wrong in a file is said with the file, the place in it, what is
 * allowed there and the nearest name.
 */
@NullMarked
package sevenlayers.labs.course.chapter;

import org.jspecify.annotations.NullMarked;
