/**
 * What a DNS server listens with, and what decides who answers: datagrams and connections on one port (RFC 1035 §4.2, 7766), each message
 * given to a {@link sevenlayers.dns.server.Handler}. Read {@link sevenlayers.dns.server.Inbound} first.
 */
@NullMarked
package sevenlayers.dns.server;

import org.jspecify.annotations.NullMarked;
