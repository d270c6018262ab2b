/**
 * How a backend is chosen: one small type per policy, one method.
 *
 * <p>A policy reads an immutable snapshot and takes no lock. It says why it chose, and that reason is shown to whoever watches
 * the decisions. {@link sevenlayers.balancer.policy.RoundRobin} shows the shape.
 */
@NullMarked
package sevenlayers.balancer.policy;

import org.jspecify.annotations.NullMarked;
