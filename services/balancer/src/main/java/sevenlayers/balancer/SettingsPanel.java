package sevenlayers.balancer;

import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import sevenlayers.balancer.v1.GetSettingsResponse;
import sevenlayers.balancer.v1.Layer;
import sevenlayers.balancer.v1.SetSettingsRequest;
import sevenlayers.balancer.v1.SetSettingsResponse;
import sevenlayers.chassis.errors.Violations;

/**
 * Where the listeners are set. A change is checked whole before any of it takes effect, and there is one at a time: what it answers as
 * previous is what it replaced.
 *
 * <p>Looks names up and waits for a cluster, so it does not belong on an event loop.
 */
final class SettingsPanel {
    private final List<DoorControl> controls;
    private final Neighbourhood lab;
    private final ReentrantLock one = new ReentrantLock();

    /**
     * A panel.
     *
     * @param controls of the listeners, L4 first
     */
    SettingsPanel(List<DoorControl> controls, Neighbourhood lab) {
        this.controls = List.copyOf(controls);
        this.lab = lab;
    }

    /** What is set now, and what was at the start. */
    GetSettingsResponse settings(Set<sevenlayers.balancer.decision.Layer> layers) {
        GetSettingsResponse.Builder answer = GetSettingsResponse.newBuilder();
        for (DoorControl control : of(layers)) {
            answer.addListeners(SettingsMessages.message(control, control.setup()));
            answer.addAtStart(SettingsMessages.message(control, control.atStart()));
        }
        return answer.build();
    }

    /**
     * Changes what the request says.
     *
     * @throws StatusRuntimeException nothing has changed; INVALID_ARGUMENT with all that is wrong, or PERMISSION_DENIED for a source outside
     *     the lab
     */
    SetSettingsResponse set(SetSettingsRequest request) {
        one.lock();
        try {
            return setAlone(request);
        } finally {
            one.unlock();
        }
    }

    private SetSettingsResponse setAlone(SetSettingsRequest request) {
        Violations violations = new Violations();
        violations.check(request.getLayer() != Layer.UNRECOGNIZED, "layer", BalancerService.LAYERS);
        List<SettingsChange> changes = new ArrayList<>();
        boolean made = false;
        try {
            List<DoorControl> changed = of(BalancerService.meant(request.getLayer()));
            for (DoorControl control : changed) {
                SettingsChange change = new SettingsChange(control, lab, request.getSettings());
                changes.add(change);
                change.check(violations);
                violations.throwIfAny(); // what is wrong for both is said once
            }
            violations.throwIfAny(); // a layer that there is not
            SetSettingsResponse.Builder answer = SetSettingsResponse.newBuilder();
            for (SettingsChange change : changes) {
                change.throwIfDenied();
            }
            for (SettingsChange change : changes) {
                answer.addPrevious(change.message());
                change.prepare();
            }
            made = true;
            for (SettingsChange change : changes) {
                change.make();
                answer.addListeners(change.message());
            }
            return answer.build();
        } finally {
            if (!made) {
                changes.forEach(SettingsChange::close);
            }
        }
    }

    private List<DoorControl> of(Set<sevenlayers.balancer.decision.Layer> layers) {
        return controls.stream()
                .filter(control -> layers.contains(control.layer()))
                .toList();
    }
}
