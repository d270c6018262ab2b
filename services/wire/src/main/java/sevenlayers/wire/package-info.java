/**
 * What travels on a wire, byte for byte. A format is a record with a validating constructor and two mirror images, {@code parse} and
 * {@code emit}; each has a package named after its protocol. Nothing here knows a framework, a clock or a socket.
 */
@NullMarked
package sevenlayers.wire;

import org.jspecify.annotations.NullMarked;
