package sevenlayers.balancer.backend;

/**
 * How a listed backend stands.
 *
 * @param state whether it may be chosen
 * @param why it may not, or what it is recovering from; empty for a healthy one
 * @param weight what it is set to, or during a slow start the part of it that it has now
 */
public record Standing(Backend backend, State state, String why, double weight) {}
