/** Captures as Wireshark opens them: the pcapng file format (draft-ietf-opsawg-pcapng). */
@NullMarked
package sevenlayers.wire.pcapng;

import org.jspecify.annotations.NullMarked;
