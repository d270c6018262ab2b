/**
 * A host on the simulated network: its IP layer, the table of its connections, listeners with their queues, and the choice of initial
 * sequence numbers. RFC 1122 says what a host must do, RFC 9293 §3.10 where a segment belongs, RFC 6528 how its connections begin, RFC
 * 1191 how it learns what fits. Read {@code Host} first.
 */
@NullMarked
package sevenlayers.handshake.host;

import org.jspecify.annotations.NullMarked;
