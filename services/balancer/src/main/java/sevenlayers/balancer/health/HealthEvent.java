package sevenlayers.balancer.health;

import java.time.Instant;
import sevenlayers.balancer.backend.Transition;
import sevenlayers.balancer.decision.Layer;

/**
 * A backend's state has changed, or a panic has begun or ended.
 *
 * @param number counted from 1 over both layers
 * @param ofLayer counted from 1 over the events of its layer
 * @param at when
 * @param layer whose backend
 * @param what from, to, and why
 */
public record HealthEvent(long number, long ofLayer, Instant at, Layer layer, Transition what) {}
