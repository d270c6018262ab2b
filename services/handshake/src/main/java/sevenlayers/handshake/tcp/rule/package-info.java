/** The reasons for what a TCP does, each with the place where it is written. */
@NullMarked
package sevenlayers.handshake.tcp.rule;

import org.jspecify.annotations.NullMarked;
