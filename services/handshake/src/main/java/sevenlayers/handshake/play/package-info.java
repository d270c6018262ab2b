/**
 * A host with one end of its wire in somebody's hands: {@link sevenlayers.handshake.play.Play} takes segments, ICMP messages, socket calls and
 * the passing of time, and tells all that the host does. Its own shape; what the host does is RFC 9293's.
 */
@NullMarked
package sevenlayers.handshake.play;

import org.jspecify.annotations.NullMarked;
