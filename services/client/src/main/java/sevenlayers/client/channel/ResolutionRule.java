package sevenlayers.client.channel;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Holds a channel to the lab for as long as it lives: asked again each time its target is resolved, since the address that was a pod's
 * when the channel was opened may be somebody else's an hour later.
 *
 * @param target  whom the channel calls
 * @param targets who belongs to the lab
 */
record ResolutionRule(Target target, LabTargets targets) {

    static final NameResolver.Args.Key<ResolutionRule> KEY =
            NameResolver.Args.Key.create("sevenlayers.resolution-rule");

    /**
     * OK, or why the target may not be called. May look names up.
     *
     * @param resolved what its name was resolved to
     */
    Status judge(List<EquivalentAddressGroup> resolved) {
        try {
            targets.requireInside(
                    target,
                    resolved.stream()
                            .flatMap(group -> group.getAddresses().stream())
                            .filter(InetSocketAddress.class::isInstance)
                            .map(InetSocketAddress.class::cast)
                            .toList());
            return Status.OK;
        } catch (StatusRuntimeException refused) {
            return refused.getStatus();
        }
    }
}
