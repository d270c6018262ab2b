package sevenlayers.balancer;

import java.util.Map;
import sevenlayers.balancer.backend.Addresses;
import sevenlayers.balancer.v1.Draining;
import sevenlayers.balancer.v1.ListenerSettings;
import sevenlayers.balancer.v1.Settings;
import sevenlayers.balancer.v1.Weight;
import sevenlayers.balancer.v1.Weights;

/** What is set, as the contract has it. */
final class SettingsMessages {
    private SettingsMessages() {}

    /** All of it; empty lists, too, so that sending it back empties them again. */
    static ListenerSettings message(DoorControl control, Setup setup) {
        Weights.Builder weights = Weights.newBuilder();
        setup.weights().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Addresses.ORDER))
                .forEach(each -> weights.addWeights(Weight.newBuilder()
                        .setBackend(Addresses.text(each.getKey()))
                        .setWeight(each.getValue())));
        Draining.Builder draining = Draining.newBuilder();
        setup.draining().stream().sorted(Addresses.ORDER).map(Addresses::text).forEach(draining::addBackends);
        return ListenerSettings.newBuilder()
                .setLayer(Messages.layer(control.layer()))
                .setSettings(Settings.newBuilder()
                        .setPolicy(PolicyMessages.message(setup.policy()))
                        .setSource(setup.source().text())
                        .setWeights(weights)
                        .setHealth(HealthMessages.message(setup.health()).setDraining(draining)))
                .build();
    }
}
