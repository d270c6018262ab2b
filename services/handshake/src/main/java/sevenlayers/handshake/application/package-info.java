/**
 * The programs on simulated hosts: threads of steps that write, read, wait and close, each at its own pace. What they write follows from
 * its place in the stream, so that whoever reads can tell whether every byte is the one that was written there.
 */
@NullMarked
package sevenlayers.handshake.application;

import org.jspecify.annotations.NullMarked;
