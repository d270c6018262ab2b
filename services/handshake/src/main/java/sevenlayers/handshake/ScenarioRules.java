package sevenlayers.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.handshake.scenario.Scenario;
import sevenlayers.handshake.scenario.Simulation;
import sevenlayers.handshake.v1.HostSettings;
import sevenlayers.handshake.v1.Limits;
import sevenlayers.handshake.v1.Network;

/** Reads a scenario: everything that is wrong with it is said at once. */
final class ScenarioRules {
    private static final long DAY_MICROS = 86_400_000_000L;
    private static final long MICRO = 1_000;
    private static final int MOST_APPLICATIONS = 100;
    private static final int MOST_FAULTS = 1_000;

    private ScenarioRules() {}

    /**
     * The scenario that is asked for: a named one with what else is said laid over it.
     *
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT, with all that is wrong
     */
    static sevenlayers.handshake.v1.Scenario complete(sevenlayers.handshake.v1.Scenario said) {
        if (said.getName().isEmpty()) {
            return said;
        }
        new Violations()
                .oneOf("scenario.name", said.getName(), NamedScenarios.names())
                .throwIfAny();
        return laidOver(NamedScenarios.named(said.getName()), said);
    }

    private static sevenlayers.handshake.v1.Scenario laidOver(
            sevenlayers.handshake.v1.Scenario named, sevenlayers.handshake.v1.Scenario said) {
        sevenlayers.handshake.v1.Scenario.Builder whole = named.toBuilder();
        if (said.hasNetwork()) {
            whole.setNetwork(said.getNetwork());
        }
        if (said.getApplicationsCount() > 0) {
            whole.clearApplications().addAllApplications(said.getApplicationsList());
        }
        if (said.getFaultsCount() > 0 || said.getNoFaults()) {
            whole.clearFaults().addAllFaults(said.getFaultsList());
        }
        if (said.hasSeed()) {
            whole.setSeed(said.getSeed());
        }
        if (said.hasLimits()) {
            whole.setLimits(said.getLimits());
        }
        return withSettings(whole.build(), said.getSettingsMap());
    }

    /** The scenario with these settings laid over its own, host by host and field by field. */
    static sevenlayers.handshake.v1.Scenario withSettings(
            sevenlayers.handshake.v1.Scenario scenario, Map<String, HostSettings> settings) {
        sevenlayers.handshake.v1.Scenario.Builder whole = scenario.toBuilder();
        settings.forEach((host, over) -> {
            HostSettings under = scenario.getSettingsOrDefault(host, HostSettings.getDefaultInstance());
            whole.putSettings(host, under.toBuilder().mergeFrom(over).build());
            if (host.equals("*")) {
                // What is laid over every host is laid over what a single one says of the same, too.
                scenario.getSettingsMap().forEach((name, own) -> {
                    if (!name.equals("*") && !settings.containsKey(name)) {
                        whole.putSettings(name, own.toBuilder().mergeFrom(over).build());
                    }
                });
            }
        });
        return whole.build();
    }

    /** @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT, with all that is wrong */
    static Scenario read(sevenlayers.handshake.v1.Scenario said) {
        Violations violations = new Violations();
        Scenario scenario = read(said, violations);
        violations.throwIfAny();
        List<String> unreachable = Simulation.unreachable(scenario);
        new Violations()
                .check(
                        unreachable.isEmpty(),
                        "scenario.network.links",
                        "there is no path from "
                                + String.join(
                                        ", ", unreachable.stream().limit(3).toList())
                                + "; allowed: links by which every host reaches every other, and hosts forward nothing")
                .throwIfAny();
        return scenario;
    }

    private static Scenario read(sevenlayers.handshake.v1.Scenario said, Violations violations) {
        Network network = NetworkRules.orDefault(said.hasNetwork(), said.getNetwork());
        NetworkRules rules = new NetworkRules(violations);
        List<Scenario.HostPart> hosts = rules.hosts(network, said.getSettingsMap());
        List<Scenario.RouterPart> routers = rules.routers(network);
        List<Scenario.LinkPart> links = rules.links(network);
        violations.range("scenario.applications", said.getApplicationsCount(), 1, MOST_APPLICATIONS);
        ApplicationRules applicationRules = new ApplicationRules(violations, rules);
        List<Scenario.ApplicationPart> applications = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST_APPLICATIONS, said.getApplicationsCount()); i++) {
            applications.add(applicationRules.read("scenario.applications[" + i + "]", said.getApplications(i)));
        }
        violations.range("scenario.faults", said.getFaultsCount(), 0, MOST_FAULTS);
        FaultRules faultRules = new FaultRules(violations, rules);
        List<Scenario.FaultPart> faults = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST_FAULTS, said.getFaultsCount()); i++) {
            faults.add(faultRules.read("scenario.faults[" + i + "]", said.getFaults(i)));
        }
        return new Scenario(
                hosts, routers, links, applications, faults, said.getSeed(), limits(said.getLimits(), violations));
    }

    private static Scenario.Limits limits(Limits said, Violations violations) {
        long events = said.hasEvents() ? said.getEvents() : 1_000_000;
        long micros = said.hasTimeMicros() ? said.getTimeMicros() : 3_600_000_000L;
        violations.range("scenario.limits.events", events, 1, 1_000_000_000);
        violations.range("scenario.limits.time_micros", micros, 1, DAY_MICROS);
        return new Scenario.Limits(events, MICRO * micros);
    }

    /** The hosts of a scenario. */
    static Set<String> hosts(Scenario scenario) {
        return Set.copyOf(scenario.hosts().stream().map(Scenario.HostPart::name).toList());
    }
}
