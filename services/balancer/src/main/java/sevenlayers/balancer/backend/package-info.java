/**
 * What a listener can choose from: its backends, and where they come from.
 *
 * <p>Read {@link sevenlayers.balancer.backend.Snapshot} first: the data path only ever sees an immutable list, which
 * {@link sevenlayers.balancer.backend.Registry} swaps when {@link sevenlayers.balancer.backend.Discovery} brings a new one.
 */
@NullMarked
package sevenlayers.balancer.backend;

import org.jspecify.annotations.NullMarked;
