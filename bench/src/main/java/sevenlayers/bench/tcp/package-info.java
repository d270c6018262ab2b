/** How many events a second the TCP simulator does on one core, and what a connection costs: {@code ./lab bench tcp}. */
@NullMarked
package sevenlayers.bench.tcp;

import org.jspecify.annotations.NullMarked;
