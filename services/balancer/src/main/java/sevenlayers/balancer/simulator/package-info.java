/**
 * What a policy does to response times, found out without waiting for any of them.
 *
 * <p>Time is a number here. Requests arrive, policies (the very ones of the data path) choose, backends serve, and a run of an hour takes as
 * long as the arithmetic. Read {@link sevenlayers.balancer.simulator.Scenario} for what can be simulated and
 * {@link sevenlayers.balancer.simulator.Run} for how.
 */
@NullMarked
package sevenlayers.balancer.simulator;

import org.jspecify.annotations.NullMarked;
