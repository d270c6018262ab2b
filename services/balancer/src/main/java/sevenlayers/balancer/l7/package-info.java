/**
 * The L7 door: HTTP/2 with prior knowledge (RFC 9113 §3.3), and a backend for each request.
 *
 * <p>Read in this order: {@link sevenlayers.balancer.l7.Exchange} is one request and its response, and owns every rule about
 * retrying, cancelling and failing; {@link sevenlayers.balancer.l7.ClientConnection} and
 * {@link sevenlayers.balancer.l7.BackendConnection} turn frames into its events;
 * {@link sevenlayers.balancer.l7.BackendPool} finds a connection with room for one more stream.
 *
 * <p><b>One thread.</b> A client's connection lives on one event loop, and each loop has its own connections to the backends, so an
 * exchange is touched by one thread only and nothing here locks.
 *
 * <p><b>Flow control.</b> Bytes of DATA are given back to whoever sent them (WINDOW_UPDATE, RFC 9113 §5.2) only once they have
 * been written towards the other side, on the stream and on the connection. So a stream buffers one stream window at most. A
 * connection's window is as large as the windows of all the streams it may carry together: streams that stand still, however
 * many, never stop another one.
 */
@NullMarked
package sevenlayers.balancer.l7;

import org.jspecify.annotations.NullMarked;
