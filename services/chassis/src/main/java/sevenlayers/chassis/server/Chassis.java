package sevenlayers.chassis.server;

import java.util.List;
import java.util.function.Consumer;
import sevenlayers.chassis.call.EndedCall;
import sevenlayers.chassis.connection.ConnectionTable;
import sevenlayers.chassis.health.Readiness;
import sevenlayers.chassis.identity.PodIdentity;

/**
 * What a server of this pod is built from.
 *
 * @param pod who answers
 * @param connections the table that its connections are written to
 * @param readiness what its health service says
 * @param observers are told of each call that has ended
 */
public record Chassis(
        PodIdentity pod, ConnectionTable connections, Readiness readiness, List<Consumer<EndedCall>> observers) {
    public Chassis {
        observers = List.copyOf(observers);
    }
}
