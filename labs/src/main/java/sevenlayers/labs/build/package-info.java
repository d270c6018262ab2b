/**
 * Builds what is stale. Maven does the building; this package knows which modules need it, shows how far Maven is, and says in a few
 * lines why it failed. Read {@link sevenlayers.labs.build.Builder} first. The JDK is all it needs: on a fresh clone the script
 * {@code lab} runs {@link sevenlayers.labs.build.Bootstrap} from its sources.
 */
@NullMarked
package sevenlayers.labs.build;

import org.jspecify.annotations.NullMarked;
