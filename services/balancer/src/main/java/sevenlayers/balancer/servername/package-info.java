/** The server's name that a TLS client asks for, read in passing: RFC 6066 §3, RFC 8446 §4.1.2 and §5.1. */
@NullMarked
package sevenlayers.balancer.servername;

import org.jspecify.annotations.NullMarked;
