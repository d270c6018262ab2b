/**
 * The seam between whoever asks a DNS server something and the network: one message out, what comes back, and an end. Read {@link
 * sevenlayers.dns.transport.Transport} first. RFC 1035 §4.2, 5452, 7766.
 */
@NullMarked
package sevenlayers.dns.transport;

import org.jspecify.annotations.NullMarked;
