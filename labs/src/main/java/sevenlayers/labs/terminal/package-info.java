/**
 * How the lab speaks to a person: {@link sevenlayers.labs.terminal.Terminal} first, then {@link sevenlayers.labs.terminal.Table} and
 * {@link sevenlayers.labs.terminal.ProgressBar}. The JDK is all it needs, because the build's progress is shown before anything is built.
 */
@NullMarked
package sevenlayers.labs.terminal;

import org.jspecify.annotations.NullMarked;
