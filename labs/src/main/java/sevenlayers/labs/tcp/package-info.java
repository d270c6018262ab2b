/**
 * What a TCP connection looked like, made from what {@code handshake} told of it: {@link sevenlayers.labs.tcp.Ladders} of segments,
 * {@link sevenlayers.labs.tcp.StatePaths} (RFC 9293 §3.3.2), {@link sevenlayers.labs.tcp.Plots} of windows. They know nothing of a
 * terminal: {@code course.view} draws them there, the page draws them elsewhere.
 */
@NullMarked
package sevenlayers.labs.tcp;

import org.jspecify.annotations.NullMarked;
