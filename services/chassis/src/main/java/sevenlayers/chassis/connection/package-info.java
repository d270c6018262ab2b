/** The TCP connections that this pod accepted. Read {@link sevenlayers.chassis.connection.ConnectionTable} first. */
@NullMarked
package sevenlayers.chassis.connection;

import org.jspecify.annotations.NullMarked;
