/**
 * Finds out what a name means by asking servers from the root down (RFC 1034 §5.3.3). Read in this order: {@link
 * sevenlayers.dns.resolve.Resolver} (the way in), {@link sevenlayers.dns.resolve.Resolution} (one question: cache, aliases, the end), {@link
 * sevenlayers.dns.resolve.Descent} (from zone to zone), {@link sevenlayers.dns.resolve.Round} (the servers of one zone), {@link
 * sevenlayers.dns.resolve.Exchange} (one message to one server). RFC 5452 (forgeries), 8109 (priming), 8767 (stale answers), 9156 (QNAME
 * minimisation), 9520 (failures).
 */
@NullMarked
package sevenlayers.dns.resolve;

import org.jspecify.annotations.NullMarked;
