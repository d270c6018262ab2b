/**
 * A network that exists only as numbers: links with rate, delay and queue, routers, and all that may go wrong on a link. What travels are
 * packets as {@code wire} has them; they become bytes only where bits are flipped. Every chance has its own stream of random numbers, so
 * that more of one thing does not change the others. Read {@code Channel} first.
 */
@NullMarked
package sevenlayers.handshake.network;

import org.jspecify.annotations.NullMarked;
