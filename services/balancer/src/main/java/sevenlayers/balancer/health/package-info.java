/**
 * How a listener finds out that a backend is not well: by probes, by the calls that fail, and what follows.
 *
 * <p>Begin with {@link sevenlayers.balancer.health.Health}: it has three mechanisms, each of which writes its own part into the listener's
 * {@link sevenlayers.balancer.backend.Members}. Clock, timers and probes are parameters. gRFC A50 (outlier detection), the gRPC Health
 * Checking Protocol v1; slow start and the panic threshold as Envoy has them.
 */
@NullMarked
package sevenlayers.balancer.health;

import org.jspecify.annotations.NullMarked;
