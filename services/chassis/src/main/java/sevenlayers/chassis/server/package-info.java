/** The chassis on a plain grpc-java server. */
@NullMarked
package sevenlayers.chassis.server;

import org.jspecify.annotations.NullMarked;
