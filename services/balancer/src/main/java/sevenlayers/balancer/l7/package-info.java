/**
 * The L7 door: HTTP/2 with prior knowledge (RFC 9113 §3.3) or by TLS (§3.2), and a backend for each request.
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
 *
 * <p><b>Memory.</b> {@link sevenlayers.balancer.l7.Held} counts what the door holds for its requests, headers, bodies and their state, of
 * all connections together: 24 MiB at most. Besides, each of 500 connections at most may be in the middle of one header block of 40 KiB
 * (a quarter more than the limit, so that 431 can be said) and one frame of 16 KiB: 27 MiB if all of them are, for 30 seconds. That
 * is less than the 64 MiB that a pod's JVM gives outside of the heap. What a client is sent waits in its socket's queue and is
 * counted as held until the kernel has it. DATA stops at some 64 KiB; HEADERS cannot be stopped, so beyond that nothing more is read from the
 * client, and if the door is full, it is closed.
 *
 * <p><b>Hostile clients.</b> {@link sevenlayers.balancer.l7.FrameGate} stands before the codec, and
 * {@link sevenlayers.balancer.l7.Housekeeping} looks from time to time who keeps us waiting;
 * {@link sevenlayers.balancer.l7.Limits} has every number.
 */
@NullMarked
package sevenlayers.balancer.l7;

import org.jspecify.annotations.NullMarked;
