/**
 * Zones as servers hold them: all names of one, in one snapshot that nobody changes; what changes from one snapshot to the next; the text that
 * a zone is written in. Read {@link sevenlayers.dns.zone.Zone} first, then {@link sevenlayers.dns.zone.Zones}. RFC 1034 §4.2, 1035 §5 (master
 * files), 1982 (serials), 2181, 3597 (unknown types).
 */
@NullMarked
package sevenlayers.dns.zone;

import org.jspecify.annotations.NullMarked;
