/**
 * How zones get from a primary to its secondaries, and stay the same there. Read {@link sevenlayers.dns.transfer.Secondary} first, then {@link
 * sevenlayers.dns.transfer.Incoming} (what comes) and {@link sevenlayers.dns.transfer.Outgoing} (what goes). RFC 1034 §4.3.5 (the timers), 5936
 * (AXFR), 1995 (IXFR), 1996 (NOTIFY).
 */
@NullMarked
package sevenlayers.dns.transfer;

import org.jspecify.annotations.NullMarked;
