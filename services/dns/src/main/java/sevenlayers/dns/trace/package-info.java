/**
 * What a resolver did for one question, step by step, each with its reason. Read {@link sevenlayers.dns.trace.Event} first: it lists all that
 * can happen.
 */
@NullMarked
package sevenlayers.dns.trace;

import org.jspecify.annotations.NullMarked;
