/** The server behind every proxy that is measured: it must never be what is measured. */
@NullMarked
package sevenlayers.bench.backend;

import org.jspecify.annotations.NullMarked;
