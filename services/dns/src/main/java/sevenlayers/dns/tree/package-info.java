/**
 * The lab's own tree of servers: a root, the zone of the lab with a primary and a secondary, a shop's with the same; and the records of the
 * lab's pods. Read {@link sevenlayers.dns.tree.Tree} first; the zones are beside it, in {@code resources}.
 */
@NullMarked
package sevenlayers.dns.tree;

import org.jspecify.annotations.NullMarked;
