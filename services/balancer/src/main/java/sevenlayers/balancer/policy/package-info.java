/**
 * How a backend is chosen: one small type per policy, one method.
 *
 * <p>A policy reads an immutable snapshot and takes no lock. It says why it chose, and that reason is shown to whoever watches
 * the decisions. {@link sevenlayers.balancer.policy.RoundRobin} shows the shape, {@link sevenlayers.balancer.policy.Policies} lists them all,
 * and {@code docs/adding-a-policy.md} adds one.
 *
 * <p>A policy that hashes reads its key by a {@code Hasher}; one that needs a table or a ring has it {@code PerSnapshot}; one that
 * compares gives a {@code Compared} reason.
 */
@NullMarked
package sevenlayers.balancer.policy;

import org.jspecify.annotations.NullMarked;
