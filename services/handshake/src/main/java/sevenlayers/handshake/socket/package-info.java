/**
 * Socket calls on a simulated host: POSIX.1-2024 (XNS, chapter 2.10 and the pages of the functions), with Linux's answers where POSIX leaves a
 * choice. A call that blocks completes in virtual time.
 *
 * <p>{@link sevenlayers.handshake.socket.Sockets} is a process: it has the descriptors and takes the calls. Nothing in here is safe for
 * several threads at once.
 */
@NullMarked
package sevenlayers.handshake.socket;

import org.jspecify.annotations.NullMarked;
