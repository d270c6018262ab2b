package sevenlayers.handshake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.handshake.network.Impairments;
import sevenlayers.handshake.network.LinkSettings;
import sevenlayers.handshake.network.QueueSettings;
import sevenlayers.handshake.scenario.Scenario;
import sevenlayers.handshake.v1.Direction;
import sevenlayers.handshake.v1.Host;
import sevenlayers.handshake.v1.HostSettings;
import sevenlayers.handshake.v1.Link;
import sevenlayers.handshake.v1.Network;
import sevenlayers.handshake.v1.Queue;
import sevenlayers.wire.ipv4.Ipv4Address;

/** Reads hosts, routers and links. */
final class NetworkRules {
    private static final long MICRO = 1_000;
    private static final long HOUR_MICROS = 3_600_000_000L;
    private static final int FIRST_HOST = 0x0a000001;
    private static final int FIRST_ROUTER = 0x0aff0001;
    private static final int MOST_HOSTS = 1_000;
    private static final int MOST_ROUTERS = 100;
    private static final int MOST_LINKS = 2_000;

    /** Two hosts and a link, where no network is said. */
    private static final Network TWO_HOSTS = Network.newBuilder()
            .addHosts(Host.newBuilder().setName("client"))
            .addHosts(Host.newBuilder().setName("server"))
            .addLinks(Link.newBuilder().setA("client").setB("server"))
            .build();

    private final Violations violations;
    private final Set<String> hosts = new HashSet<>();
    private final Set<String> nodes = new HashSet<>();

    NetworkRules(Violations violations) {
        this.violations = violations;
    }

    static Network orDefault(boolean said, Network network) {
        return said ? network : TWO_HOSTS;
    }

    /** The names of the hosts, once they are read. */
    Set<String> hosts() {
        return hosts;
    }

    List<Scenario.HostPart> hosts(Network network, Map<String, HostSettings> settings) {
        violations.range("scenario.network.hosts", network.getHostsCount(), 1, MOST_HOSTS);
        HostRules rules = new HostRules(violations);
        List<Scenario.HostPart> parts = new ArrayList<>();
        Set<Integer> addresses = new HashSet<>();
        for (int i = 0; i < Math.min(network.getHostsCount(), MOST_HOSTS); i++) {
            Host host = network.getHosts(i);
            String field = "scenario.network.hosts[" + i + "]";
            name(field + ".name", host.getName());
            hosts.add(host.getName());
            int address = AddressRules.read(field + ".address", host.getAddress(), FIRST_HOST + i, violations);
            violations.check(
                    addresses.add(address),
                    field + ".address",
                    Ipv4Address.format(address) + " is another host's; allowed: one of its own");
            HostSettings said = HostRules.of(host.getName(), settings);
            parts.add(new Scenario.HostPart(
                    host.getName(),
                    address,
                    rules.read("scenario.settings[" + host.getName() + "]", said),
                    rules.numbers(said)));
        }
        settings.keySet().stream()
                .filter(name -> !name.equals("*") && !hosts.contains(name))
                .sorted()
                .forEach(name -> unknownHost("scenario.settings", name));
        return parts;
    }

    private void name(String field, String name) {
        violations.check(
                name.matches("[A-Za-z0-9-]{1,63}"),
                field,
                Violations.quoted(name) + " is no name; allowed: 1 to 63 letters, digits and dashes");
        violations.check(
                nodes.add(name), field, Violations.quoted(name) + " is there already; allowed: each name once");
    }

    List<Scenario.RouterPart> routers(Network network) {
        violations.range("scenario.network.routers", network.getRoutersCount(), 0, MOST_ROUTERS);
        List<Scenario.RouterPart> parts = new ArrayList<>();
        for (int i = 0; i < Math.min(network.getRoutersCount(), MOST_ROUTERS); i++) {
            name("scenario.network.routers[" + i + "]", network.getRouters(i));
            parts.add(new Scenario.RouterPart(network.getRouters(i), FIRST_ROUTER + i));
        }
        return parts;
    }

    List<Scenario.LinkPart> links(Network network) {
        violations.range("scenario.network.links", network.getLinksCount(), 1, MOST_LINKS);
        List<Scenario.LinkPart> parts = new ArrayList<>();
        for (int i = 0; i < Math.min(network.getLinksCount(), MOST_LINKS); i++) {
            Link link = network.getLinks(i);
            String field = "scenario.network.links[" + i + "]";
            end(field + ".a", link.getA());
            end(field + ".b", link.getB());
            violations.check(
                    !link.getA().equals(link.getB()),
                    field + ".b",
                    "it is the same as a; allowed: another host or router");
            long rate = rate(field + ".bits_per_second", link.hasBitsPerSecond(), link.getBitsPerSecond(), 10_000_000);
            long delay = delay(field + ".delay_micros", link.hasDelayMicros(), link.getDelayMicros(), 5_000);
            int mtu = link.hasMtu() ? link.getMtu() : 1_500;
            violations.range(field + ".mtu", mtu, 68, 65_535);
            parts.add(new Scenario.LinkPart(
                    link.getA(),
                    link.getB(),
                    mtu,
                    direction(field + ".from_a", link.getFromA(), rate, delay),
                    direction(field + ".from_b", link.getFromB(), rate, delay)));
        }
        return parts;
    }

    private void end(String field, String name) {
        violations.check(
                nodes.contains(name),
                field,
                Violations.quoted(name) + " is neither a host nor a router; there are "
                        + String.join(", ", nodes.stream().sorted().toList()));
    }

    void unknownHost(String field, String name) {
        violations.check(
                false,
                field,
                Violations.quoted(name) + " is no host; there are "
                        + String.join(", ", hosts.stream().sorted().toList()));
    }

    private long rate(String field, boolean said, long value, long otherwise) {
        long rate = said ? value : otherwise;
        violations.check(
                rate == 0 || rate >= 1_000 && rate <= 400_000_000_000L,
                field,
                "%,d is out of range; allowed: 1,000 to 400,000,000,000, or 0 for at once".formatted(rate));
        return rate;
    }

    private long delay(String field, boolean said, long value, long otherwise) {
        long delay = said ? value : otherwise;
        violations.range(field, delay, 0, HOUR_MICROS);
        return delay;
    }

    private LinkSettings direction(String field, Direction said, long rate, long delay) {
        long bits = rate(field + ".bits_per_second", said.hasBitsPerSecond(), said.getBitsPerSecond(), rate);
        long micros = delay(field + ".delay_micros", said.hasDelayMicros(), said.getDelayMicros(), delay);
        return new LinkSettings(
                Math.max(0, bits),
                MICRO * micros,
                queue(field + ".queue", said.getQueue()),
                impairments(field + ".impairments", said.getImpairments()));
    }

    private QueueSettings queue(String field, Queue said) {
        return switch (said.getDisciplineCase()) {
            case DROP_TAIL -> {
                var tail = said.getDropTail();
                int packets = tail.hasPackets() ? tail.getPackets() : tail.hasBytes() ? Integer.MAX_VALUE : 1_000;
                if (tail.hasPackets()) {
                    violations.range(field + ".drop_tail.packets", packets, 0, 1_000_000);
                }
                long bytes = tail.hasBytes() ? tail.getBytes() : Long.MAX_VALUE;
                if (tail.hasBytes()) {
                    violations.range(field + ".drop_tail.bytes", bytes, 0, 1 << 30);
                }
                yield new QueueSettings.DropTail(packets, bytes);
            }
            case RED -> {
                var red = said.getRed();
                int minimum = red.hasMinimumThreshold() ? red.getMinimumThreshold() : 5;
                int maximum = red.hasMaximumThreshold() ? red.getMaximumThreshold() : 15;
                double probability = red.hasMaximumProbability() ? red.getMaximumProbability() : 0.1;
                double weight = red.hasWeight() ? red.getWeight() : 0.002;
                violations.range(field + ".red.minimum_threshold", minimum, 1, 1_000_000);
                violations.check(
                        maximum > minimum && maximum <= 1_000_000,
                        field + ".red.maximum_threshold",
                        maximum + " is out of range; allowed: above the minimum threshold, up to 1,000,000");
                violations.range(field + ".red.maximum_probability", probability, 0.001, 1);
                violations.range(field + ".red.weight", weight, 0.0001, 1);
                int packets = packets(field + ".red.packets", red.hasPackets(), red.getPackets());
                yield new QueueSettings.Red(minimum, maximum, probability, weight, packets, said.getEcn());
            }
            case CODEL -> {
                var codel = said.getCodel();
                long target = codel.hasTargetMicros() ? codel.getTargetMicros() : 5_000;
                long interval = codel.hasIntervalMicros() ? codel.getIntervalMicros() : 100_000;
                violations.range(field + ".codel.target_micros", target, 1, 10_000_000);
                violations.range(field + ".codel.interval_micros", interval, 1, 100_000_000);
                int packets = packets(field + ".codel.packets", codel.hasPackets(), codel.getPackets());
                yield new QueueSettings.Codel(MICRO * target, MICRO * interval, packets, said.getEcn());
            }
            case DISCIPLINE_NOT_SET -> QueueSettings.ROOM_FOR_A_THOUSAND;
        };
    }

    private int packets(String field, boolean said, int value) {
        int packets = said ? value : 1_000;
        violations.range(field, packets, 0, 1_000_000);
        return packets;
    }

    private Impairments impairments(String field, sevenlayers.handshake.v1.Impairments said) {
        probability(field + ".loss", said.getLoss());
        probability(field + ".duplication", said.getDuplication());
        probability(field + ".reordering", said.getReordering());
        probability(field + ".corruption", said.getCorruption());
        long late = said.hasReorderingDelayMicros() ? said.getReorderingDelayMicros() : 10_000;
        violations.range(field + ".reordering_delay_micros", late, 1, 60_000_000);
        violations.range(field + ".jitter_micros", said.getJitterMicros(), 0, 60_000_000);
        Impairments.BurstLoss burst = Impairments.BurstLoss.NONE;
        if (said.hasBurstLoss()) {
            var bursts = said.getBurstLoss();
            double loss = bursts.hasLoss() ? bursts.getLoss() : 1;
            probability(field + ".burst_loss.begins", bursts.getBegins());
            violations.check(
                    bursts.getEnds() > 0 && bursts.getEnds() <= 1,
                    field + ".burst_loss.ends",
                    bursts.getEnds() + " is out of range; allowed: above 0 to 1");
            probability(field + ".burst_loss.loss", loss);
            burst = new Impairments.BurstLoss(bursts.getBegins(), bursts.getEnds(), loss);
        }
        return new Impairments(
                said.getLoss(),
                burst,
                said.getDuplication(),
                said.getReordering(),
                MICRO * late,
                said.getCorruption(),
                MICRO * said.getJitterMicros());
    }

    private void probability(String field, double value) {
        violations.range(field, value, 0.0, 1.0);
    }
}
