/**
 * A scenario: a network, the hosts on it, the programs on them and what goes wrong, run as one. The same scenario with the same seed gives
 * the same events, to the byte. Read {@code Scenario} for what goes in, {@code Event} for what comes out, {@code Simulation} for the rest.
 */
@NullMarked
package sevenlayers.handshake.scenario;

import org.jspecify.annotations.NullMarked;
