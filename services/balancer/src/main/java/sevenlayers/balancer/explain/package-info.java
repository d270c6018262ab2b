/**
 * What the policies do, without traffic: picks in a row with their reasons, and what becomes of keys when backends leave or join.
 *
 * <p>Pure functions of what is asked, with the very policies of the data path. {@link sevenlayers.balancer.explain.Explanation} and
 * {@link sevenlayers.balancer.explain.HashingPlan} are the two questions; {@link sevenlayers.balancer.explain.Limits} keeps the answers small.
 */
@NullMarked
package sevenlayers.balancer.explain;

import org.jspecify.annotations.NullMarked;
