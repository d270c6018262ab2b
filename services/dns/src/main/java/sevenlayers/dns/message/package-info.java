/**
 * The message of DNS before anything in it is believed: its first twelve bytes (RFC 1035 §4.1.1), and what they alone decide. Names,
 * records and EDNS are read by dnsjava afterwards. Read {@link sevenlayers.dns.message.HeaderGate} first. RFC 1035, 1995, 1996, 8906,
 * 9619.
 */
@NullMarked
package sevenlayers.dns.message;

import org.jspecify.annotations.NullMarked;
