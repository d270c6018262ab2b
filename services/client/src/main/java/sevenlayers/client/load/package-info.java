/**
 * When to start the next call. {@link sevenlayers.client.load.Load} is what was asked for; {@link sevenlayers.client.load.Arrivals}
 * turns an open loop into moments. Pure: no clock, no thread.
 */
@NullMarked
package sevenlayers.client.load;

import org.jspecify.annotations.NullMarked;
