/**
 * What a resolver makes of the bytes that came back: is this the reply to what was asked, what does it say, and how much of that may it say.
 * Read {@link sevenlayers.dns.reply.Reply} first: it lists all that a reply can be; then {@link sevenlayers.dns.reply.Classifier}. RFC 1034
 * §5.3.3, 2181 §5.4.1 (ranking), 2308 §2 (negative answers), 5452 §9 (matching), 6672 (DNAME), 9471 (glue).
 */
@NullMarked
package sevenlayers.dns.reply;

import org.jspecify.annotations.NullMarked;
