/**
 * What a resolver remembers: record sets with their rank, names and types that do not exist, servers that failed. Read {@link
 * sevenlayers.dns.cache.Rank} first, then {@link sevenlayers.dns.cache.Cache}. RFC 2181 §5.4.1 (ranking), 2308 (negative answers), 8020
 * (nothing below what does not exist), 8767 (stale answers), 9520 (failures).
 */
@NullMarked
package sevenlayers.dns.cache;

import org.jspecify.annotations.NullMarked;
