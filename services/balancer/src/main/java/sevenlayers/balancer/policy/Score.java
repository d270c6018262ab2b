package sevenlayers.balancer.policy;

import sevenlayers.balancer.backend.Backend;

/**
 * What a policy thought of a backend.
 *
 * @param backend the candidate
 * @param value what was compared; the reason says what it means
 */
public record Score(Backend backend, double value) {}
