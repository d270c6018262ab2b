package sevenlayers.handshake.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sevenlayers.handshake.memory.Allowance;
import sevenlayers.handshake.time.Scheduler;
import sevenlayers.handshake.time.Timer;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.ipv4.Ipv4Packet;

/** Hosts, routers and the links between them. Made once, then routed, then used. */
public final class Network implements Carrier {
    private record Way(Channel channel, Node to) {}

    private final Scheduler scheduler;
    private final Chance chance;
    private final NetworkObserver observer;
    private final Allowance allowance;
    private final FaultScript faults;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, List<Way>> ways = new HashMap<>();
    private final Map<String, Map<Integer, Channel>> routes = new HashMap<>();
    private final List<Channel> channels = new ArrayList<>();

    public Network(Scheduler scheduler, Chance chance, List<Fault> faults, NetworkObserver observer) {
        this(scheduler, chance, faults, observer, Allowance.unlimited());
    }

    /** One whose packets and hosts may hold so much. */
    public Network(
            Scheduler scheduler, Chance chance, List<Fault> faults, NetworkObserver observer, Allowance allowance) {
        this.allowance = allowance;
        this.scheduler = scheduler;
        this.chance = chance;
        this.observer = observer;
        this.faults = new FaultScript(faults);
    }

    public void addHost(Node host) {
        add(host);
    }

    public void addRouter(String name, int address) {
        add(new Router(name, address, routes.computeIfAbsent(name, _ -> new HashMap<>()), observer));
    }

    private void add(Node node) {
        if (nodes.putIfAbsent(node.name(), node) != null) {
            throw new IllegalArgumentException("two are called " + node.name());
        }
        routes.computeIfAbsent(node.name(), _ -> new HashMap<>());
        ways.put(node.name(), new ArrayList<>());
    }

    @Override
    public Allowance allowance() {
        return allowance;
    }

    /** Links two that were added. */
    public void link(String a, String b, int mtu, LinkSettings fromA, LinkSettings fromB) {
        oneWay(node(a), node(b), mtu, fromA);
        oneWay(node(b), node(a), mtu, fromB);
    }

    private void oneWay(Node from, Node to, int mtu, LinkSettings settings) {
        Channel channel = new Channel(scheduler, chance, from.name(), to, mtu, settings, observer, allowance);
        channels.add(channel);
        ways(from.name()).add(new Way(channel, to));
    }

    private Node node(String name) {
        Node node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("nobody is called " + name);
        }
        return node;
    }

    private List<Way> ways(String name) {
        return ways.getOrDefault(name, List.of());
    }

    /**
     * Finds the way with the fewest hops from everywhere to everywhere; of equal ones that over the links named first.
     *
     * @return pairs of hosts of which one cannot reach the other: {@code client to server}
     */
    public List<String> route() {
        List<String> unreachable = new ArrayList<>();
        for (Node start : nodes.values()) {
            Map<String, Channel> firstHops = firstHops(start);
            Map<Integer, Channel> table = routes.getOrDefault(start.name(), new HashMap<>());
            for (Node end : nodes.values()) {
                Channel hop = firstHops.get(end.name());
                if (hop != null) {
                    table.put(end.address(), hop);
                } else if (end != start && !(start instanceof Router) && !(end instanceof Router)) {
                    unreachable.add(start.name() + " to " + end.name());
                }
            }
        }
        return unreachable;
    }

    // A host forwards nothing: the search goes on from routers only.
    private Map<String, Channel> firstHops(Node start) {
        Map<String, Channel> found = new HashMap<>();
        ArrayDeque<Node> next = new ArrayDeque<>(List.of(start));
        while (!next.isEmpty()) {
            Node at = next.removeFirst();
            if (at != start && !(at instanceof Router)) {
                continue;
            }
            for (Way way : ways(at.name())) {
                if (way.to != start && !found.containsKey(way.to.name())) {
                    found.put(way.to.name(), at == start ? way.channel : channelTo(found, at));
                    next.addLast(way.to);
                }
            }
        }
        return found;
    }

    private static Channel channelTo(Map<String, Channel> found, Node at) {
        Channel channel = found.get(at.name());
        if (channel == null) {
            throw new IllegalStateException(at.name() + " was reached by no way");
        }
        return channel;
    }

    @Override
    public int mtu(Node from, int destination) {
        Channel channel = routes.getOrDefault(from.name(), Map.of()).get(destination);
        return channel == null ? 0 : channel.mtu();
    }

    /** Both directions of all links, in the order in which they were added. */
    public List<Channel> channels() {
        return Collections.unmodifiableList(channels);
    }

    /** The packet enters the network; or the script says otherwise. */
    @Override
    public void send(Node from, Packet packet) {
        switch (faults.due(packet)) {
            case null -> enter(from, packet);
            case Fault.Action.Drop() -> observer.lost(packet, Loss.SCRIPT, from.name());
            case Fault.Action.Delay(long nanos) -> later(from, packet, nanos);
            case Fault.Action.Duplicate(long nanos) -> {
                enter(from, packet);
                later(from, packet, nanos);
            }
            case Fault.Action.Flip(var bits) -> {
                byte[] bytes = packet.ip().toBytes().toArray();
                for (int bit : bits) {
                    if (bit / 8 < bytes.length) {
                        bytes[bit / 8] ^= (byte) (0x80 >>> bit % 8);
                    }
                }
                flipped(from, packet, Bytes.wrap(bytes));
            }
        }
    }

    private void flipped(Node from, Packet packet, Bytes bytes) {
        Packet damaged = Channel.damaged(packet, bytes);
        if (damaged == packet && !bytes.equals(packet.ip().toBytes())) {
            // Its IP header is broken: the first node that looks at it throws it away.
            Channel first =
                    routes.getOrDefault(from.name(), Map.of()).get(packet.ip().destination());
            observer.lost(packet, Loss.CHECKSUM, first == null ? from.name() : first.name());
        } else {
            enter(from, damaged);
        }
    }

    private void later(Node from, Packet packet, long nanos) {
        allowance.change(packet.held());
        scheduler.arm(
                new Timer() {
                    @Override
                    protected void fire() {
                        allowance.change(-packet.held());
                        enter(from, packet);
                    }
                },
                scheduler.nowNanos() + nanos);
    }

    private void enter(Node from, Packet packet) {
        Ipv4Packet ip = packet.ip();
        Channel channel = routes.getOrDefault(from.name(), Map.of()).get(ip.destination());
        if (channel == null) {
            observer.lost(packet, Loss.NO_ROUTE, from.name());
        } else if (ip.length() <= channel.mtu()) {
            channel.send(packet);
        } else if (ip.dontFragment()) {
            observer.lost(packet, Loss.TOO_BIG, from.name());
        } else {
            ip.fragments(channel.mtu()).forEach(piece -> channel.send(packet.with(piece)));
        }
    }
}
