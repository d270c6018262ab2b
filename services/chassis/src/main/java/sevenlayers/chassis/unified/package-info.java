/** The chassis on Quarkus' unified server: thin CDI adapters, nothing is decided here. */
@NullMarked
package sevenlayers.chassis.unified;

import org.jspecify.annotations.NullMarked;
