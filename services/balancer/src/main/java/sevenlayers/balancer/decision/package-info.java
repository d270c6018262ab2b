/** What was decided, and why: the last decisions, kept for whoever wants to watch. */
@NullMarked
package sevenlayers.balancer.decision;

import org.jspecify.annotations.NullMarked;
