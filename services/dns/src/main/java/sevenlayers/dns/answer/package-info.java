/**
 * What a server answers of its own zones (RFC 1034 §4.3.2). Read {@link sevenlayers.dns.answer.Lookup} first (what the answer is), then {@link
 * sevenlayers.dns.answer.Authority} (how it becomes a message). RFC 2308 (negative answers), 4592 (wildcards), 6672 (DNAME), 6891 (EDNS), 8906
 * (what a server must not choke on), 9471 (glue).
 */
@NullMarked
package sevenlayers.dns.answer;

import org.jspecify.annotations.NullMarked;
