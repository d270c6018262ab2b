/** What the lab shows of DNS: walks from server to server, of what {@code ResolverService/Resolve} answered. */
@NullMarked
package sevenlayers.labs.dns;

import org.jspecify.annotations.NullMarked;
