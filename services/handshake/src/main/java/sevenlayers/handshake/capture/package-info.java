/** What a capture at a simulated host would have seen, as a pcapng file (draft-ietf-opsawg-pcapng) that Wireshark opens. */
@NullMarked
package sevenlayers.handshake.capture;

import org.jspecify.annotations.NullMarked;
