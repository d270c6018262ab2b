/**
 * Messages signed with a key that both sides share (RFC 8945). Read {@link sevenlayers.dns.tsig.Digest} first (what is signed), then {@link
 * sevenlayers.dns.tsig.Keys} (the side that answers) and {@link sevenlayers.dns.tsig.SignedQuestion} (the side that asks).
 */
@NullMarked
package sevenlayers.dns.tsig;

import org.jspecify.annotations.NullMarked;
