package sevenlayers.handshake.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import sevenlayers.handshake.time.Scheduler;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.MalformedPacketException;
import sevenlayers.wire.icmp.IcmpMessage;
import sevenlayers.wire.ipv4.Ecn;
import sevenlayers.wire.ipv4.Ipv4Packet;
import sevenlayers.wire.ipv4.Reassembly;
import sevenlayers.wire.packet.Packets;
import sevenlayers.wire.udp.UdpDatagram;

class NetworkTest {
    private static final long MILLI = 1_000_000;
    /** 1,250 bytes take a millisecond. */
    private static final long TEN_MEGABITS = 10_000_000;

    private final Scheduler scheduler = new Scheduler();
    private final Recorder client = new Recorder("client", "10.0.0.1", scheduler);
    private final Recorder server = new Recorder("server", "10.0.0.2", scheduler);
    private final List<String> losses = new ArrayList<>();
    private long sent;

    private Network network(List<Fault> faults) {
        Network network = new Network(scheduler, new Chance(7), faults, new NetworkObserver() {
            @Override
            public void lost(Packet packet, Loss how, String where) {
                losses.add(packet.number() + " " + how + " " + where);
            }
        });
        network.addHost(client);
        network.addHost(server);
        return network;
    }

    private Network direct(LinkSettings settings) {
        Network network = network(List.of());
        network.link("client", "server", 1_500, settings, settings);
        assertThat(network.route()).isEmpty();
        return network;
    }

    private static LinkSettings link(long rate, long delay, QueueSettings queue, Impairments impairments) {
        return new LinkSettings(rate, delay, queue, impairments);
    }

    private static LinkSettings impaired(UnaryOperator<Changed> change) {
        Changed c = change.apply(new Changed());
        Impairments impairments =
                new Impairments(c.loss, c.burst, c.duplication, c.reordering, 5 * MILLI, c.corruption, c.jitterNanos);
        return link(0, MILLI, QueueSettings.ROOM_FOR_A_THOUSAND, impairments);
    }

    private static final class Changed {
        double loss;
        Impairments.BurstLoss burst = Impairments.BurstLoss.NONE;
        double duplication;
        double reordering;
        double corruption;
        long jitterNanos;
    }

    /** A datagram that makes a packet of so many bytes. */
    private Packet packet(int bytes) {
        return packet(bytes, ip -> ip);
    }

    private Packet packet(int bytes, UnaryOperator<Ipv4Packet> change) {
        Bytes data = Bytes.zeros(bytes - Ipv4Packet.MINIMUM_HEADER - UdpDatagram.HEADER);
        Ipv4Packet ip = Ipv4Packet.of(client.address(), server.address(), 0, 0, new UdpDatagram(1, 2, data));
        return new Packet(change.apply(ip), "client", ++sent);
    }

    private void send(Network network, int packets, int bytes) {
        for (int i = 0; i < packets; i++) {
            network.send(client, packet(bytes));
        }
        run();
    }

    private void run() {
        while (scheduler.step()) {}
    }

    @Test
    void packets_go_onto_the_link_one_after_the_other_and_arrive_a_delay_later() {
        Network network = direct(link(TEN_MEGABITS, 20 * MILLI, QueueSettings.ROOM_FOR_A_THOUSAND, Impairments.NONE));
        send(network, 3, 1_250);
        assertThat(server.micros()).containsExactly(21_000L, 22_000L, 23_000L);
        ChannelCounts counts = network.channels().get(0).counts();
        assertThat(counts.busyNanos()).isEqualTo(3 * MILLI);
        assertThat(counts.bytes()).isEqualTo(3_750);
        // The second waited 1 ms, the third 2.
        assertThat(counts.waitedPacketNanos()).isEqualTo(3.0 * MILLI);
        assertThat(counts.longestQueue()).isEqualTo(2);
    }

    @Test
    void both_directions_are_on_their_own() {
        Network network = direct(link(TEN_MEGABITS, MILLI, QueueSettings.ROOM_FOR_A_THOUSAND, Impairments.NONE));
        network.send(client, packet(1_250));
        Ipv4Packet back =
                Ipv4Packet.of(server.address(), client.address(), 0, 0, new UdpDatagram(2, 1, Bytes.zeros(1_222)));
        network.send(server, new Packet(back, "server", 1));
        run();
        assertThat(server.micros()).containsExactly(2_000L);
        assertThat(client.micros()).containsExactly(2_000L);
    }

    @Test
    void a_full_queue_drops_what_comes_last() {
        Network network =
                direct(link(TEN_MEGABITS, 0, new QueueSettings.DropTail(2, Long.MAX_VALUE), Impairments.NONE));
        send(network, 5, 1_250);
        assertThat(server.numbers()).containsExactly(1L, 2L, 3L);
        assertThat(losses).containsExactly("4 QUEUE_FULL client → server", "5 QUEUE_FULL client → server");
    }

    @Test
    void room_may_be_counted_in_bytes() {
        Network network = direct(link(TEN_MEGABITS, 0, new QueueSettings.DropTail(1_000, 2_499), Impairments.NONE));
        send(network, 4, 1_250);
        assertThat(server.numbers()).containsExactly(1L, 2L);
    }

    @Test
    void as_many_are_lost_as_chance_says() {
        send(
                direct(impaired(c -> {
                    c.loss = 0.1;
                    return c;
                })),
                20_000,
                100);
        assertThat(losses.size() / 20_000.0).isCloseTo(0.1, within(0.01));
        assertThat(server.arrivals.size() + losses.size()).isEqualTo(20_000);
    }

    @Test
    void bursts_are_as_long_and_as_frequent_as_they_are_meant_to_be() {
        send(
                direct(impaired(c -> {
                    c.burst = new Impairments.BurstLoss(0.01, 0.25, 1);
                    return c;
                })),
                50_000,
                100);
        // In bad times begins / (begins + ends) of the packets; 1 / ends of them in a row.
        assertThat(losses.size() / 50_000.0).isCloseTo(0.01 / 0.26, within(0.006));
        List<Long> numbers =
                losses.stream().map(l -> Long.parseLong(l.split(" ")[0])).toList();
        long bursts = LongStream.range(0, numbers.size())
                .filter(i -> i == 0 || numbers.get((int) i) != numbers.get((int) i - 1) + 1)
                .count();
        assertThat((double) numbers.size() / bursts).isCloseTo(4, within(0.5));
    }

    @Test
    void more_loss_does_not_change_which_packets_are_duplicated() {
        send(
                direct(impaired(c -> {
                    c.duplication = 0.1;
                    return c;
                })),
                500,
                100);
        Set<Long> twice = duplicates();
        NetworkTest other = new NetworkTest();
        other.send(
                other.direct(impaired(c -> {
                    c.duplication = 0.1;
                    c.jitterNanos = 100;
                    c.reordering = 0.3;
                    return c;
                })),
                500,
                100);
        assertThat(twice).isNotEmpty().isEqualTo(other.duplicates());
    }

    private Set<Long> duplicates() {
        List<Long> all = server.numbers();
        return Set.copyOf(
                all.stream().filter(n -> all.indexOf(n) != all.lastIndexOf(n)).toList());
    }

    @Test
    void a_reordered_packet_is_overtaken() {
        send(
                direct(impaired(c -> {
                    c.reordering = 0.2;
                    return c;
                })),
                10,
                100);
        assertThat(server.numbers())
                .hasSize(10)
                .isNotEqualTo(LongStream.rangeClosed(1, 10).boxed().toList());
        assertThat(server.micros()).containsOnly(1_000L, 6_000L);
    }

    @Test
    void jitter_keeps_the_order() {
        send(
                direct(impaired(c -> {
                    c.jitterNanos = 10 * MILLI;
                    return c;
                })),
                200,
                100);
        assertThat(server.numbers())
                .isEqualTo(LongStream.rangeClosed(1, 200).boxed().toList());
        assertThat(server.micros()).allMatch(at -> at >= 1_000 && at <= 11_000);
    }

    @Test
    void a_flipped_bit_is_found_by_the_checksum_it_lies_under() {
        send(
                direct(impaired(c -> {
                    c.corruption = 1;
                    return c;
                })),
                500,
                100);
        // A fifth of the bits is IP's header: those are found on arrival; what else arrives does not pass UDP's.
        assertThat(losses.size() / 500.0).isCloseTo(0.2, within(0.06));
        assertThat(losses).allMatch(loss -> loss.endsWith("CHECKSUM server"));
        assertThat(server.arrivals).isNotEmpty();
        for (Recorder.Arrival arrival : server.arrivals) {
            assertThatThrownBy(() -> Packets.opened(arrival.packet().ip()))
                    .isInstanceOf(MalformedPacketException.class);
        }
    }

    private static Fault fault(Set<Long> numbers, Fault.Action action) {
        return new Fault("client", packet -> packet.ip().length() > 100, numbers, action);
    }

    private Network scripted(Fault... faults) {
        Network network = network(List.of(faults));
        LinkSettings settings = link(0, MILLI, QueueSettings.ROOM_FOR_A_THOUSAND, Impairments.NONE);
        network.link("client", "server", 1_500, settings, settings);
        network.route();
        return network;
    }

    @Test
    void a_script_counts_only_what_matches() {
        Network network = scripted(fault(Set.of(2L), new Fault.Action.Drop()));
        network.send(client, packet(100));
        network.send(client, packet(200));
        network.send(client, packet(200));
        network.send(client, packet(200));
        run();
        assertThat(server.numbers()).containsExactly(1L, 2L, 4L);
        assertThat(losses).containsExactly("3 SCRIPT client");
    }

    @Test
    void the_first_fault_that_is_due_counts() {
        Network network = scripted(
                fault(Set.of(1L), new Fault.Action.Delay(50 * MILLI)),
                fault(Set.of(1L, 2L), new Fault.Action.Drop()),
                fault(Set.of(), new Fault.Action.Duplicate(10 * MILLI)));
        send(network, 3, 200);
        assertThat(server.numbers()).containsExactly(3L, 3L, 1L);
        assertThat(server.micros()).containsExactly(1_000L, 11_000L, 51_000L);
    }

    @Test
    void a_flip_by_script_breaks_just_this_bit() {
        // Bit 224 is the first after IP's and UDP's headers.
        Network network = scripted(fault(Set.of(), new Fault.Action.Flip(Set.of(8 * 28))));
        send(network, 1, 200);
        assertThat(server.arrivals).hasSize(1);
        assertThatThrownBy(() -> Packets.opened(server.arrivals.get(0).packet().ip()))
                .hasMessage("the UDP checksum does not fit");

        NetworkTest header = new NetworkTest();
        header.send(header.scripted(fault(Set.of(), new Fault.Action.Flip(Set.of(64)))), 1, 200);
        assertThat(header.losses).containsExactly("1 CHECKSUM client → server");
    }

    private Network routed(int secondMtu) {
        Network network = network(List.of());
        network.addRouter("router", 0x0a0000fe);
        LinkSettings settings = link(0, MILLI, QueueSettings.ROOM_FOR_A_THOUSAND, Impairments.NONE);
        network.link("client", "router", 1_500, settings, settings);
        network.link("router", "server", secondMtu, settings, settings);
        assertThat(network.route()).isEmpty();
        return network;
    }

    @Test
    void a_router_counts_down_and_reports_what_has_lived_long_enough() {
        Network network = routed(1_500);
        network.send(client, packet(100, ip -> ip.withTimeToLive(2)));
        network.send(client, packet(100, ip -> ip.withTimeToLive(1)));
        run();
        assertThat(server.arrivals).hasSize(1);
        assertThat(server.arrivals.get(0).packet().ip().timeToLive()).isEqualTo(1);
        assertThat(losses).containsExactly("2 TIME_TO_LIVE router");
        assertThat(client.arrivals).hasSize(1);
        assertThat(client.arrivals.get(0).packet().ip().payload())
                .isInstanceOfSatisfying(
                        IcmpMessage.TimeExceeded.class,
                        exceeded -> assertThat(Ipv4Packet.parse(exceeded.data()).destination())
                                .isEqualTo(server.address()));
    }

    @Test
    void what_does_not_fit_and_must_not_be_cut_is_reported_with_the_mtu() {
        Network network = routed(600);
        network.send(client, packet(601));
        run();
        assertThat(losses).containsExactly("1 TOO_BIG router");
        assertThat(client.arrivals.get(0).packet().ip().payload())
                .isInstanceOfSatisfying(IcmpMessage.DestinationUnreachable.class, unreachable -> {
                    assertThat(unreachable.code()).isEqualTo(4);
                    assertThat(unreachable.nextHopMtu()).isEqualTo(600);
                });
    }

    @Test
    void what_may_be_cut_arrives_in_pieces() {
        Network network = routed(600);
        Packet large = packet(1_400);
        Ipv4Packet ip = large.ip();
        Ipv4Packet may =
                new Ipv4Packet(0, 9, false, false, 0, 64, ip.source(), ip.destination(), Bytes.EMPTY, ip.payload());
        network.send(client, large.with(may));
        run();
        assertThat(server.arrivals).hasSize(3);
        Reassembly reassembly = new Reassembly();
        Ipv4Packet whole = null;
        for (Recorder.Arrival arrival : server.arrivals) {
            whole = reassembly.add(arrival.packet().ip(), 0);
        }
        assertThat(Packets.opened(Objects.requireNonNull(whole)).payload()).isEqualTo(ip.payload());
    }

    @Test
    void no_error_is_reported_about_an_error() {
        Network network = routed(1_500);
        IcmpMessage error = new IcmpMessage.TimeExceeded(0, Bytes.zeros(28));
        Ipv4Packet ip =
                Ipv4Packet.of(client.address(), server.address(), 0, 0, error).withTimeToLive(1);
        network.send(client, new Packet(ip, "client", 1));
        run();
        assertThat(losses).containsExactly("1 TIME_TO_LIVE router");
        assertThat(client.arrivals).isEmpty();
    }

    @Test
    void a_router_answers_an_echo() {
        Network network = routed(1_500);
        IcmpMessage.EchoRequest request = new IcmpMessage.EchoRequest(1, 2, Bytes.utf8("ping"));
        network.send(client, new Packet(Ipv4Packet.of(client.address(), 0x0a0000fe, 0, 0, request), "client", 1));
        run();
        assertThat(client.arrivals.get(0).packet().ip().payload()).isEqualTo(request.reply());
    }

    @Test
    void a_host_forwards_nothing_and_who_has_no_way_is_named() {
        Network network = network(List.of());
        Recorder third = new Recorder("third", "10.0.0.3", scheduler);
        network.addHost(third);
        LinkSettings settings = link(0, 0, QueueSettings.ROOM_FOR_A_THOUSAND, Impairments.NONE);
        network.link("client", "third", 1_500, settings, settings);
        network.link("third", "server", 1_500, settings, settings);
        assertThat(network.route()).containsExactly("client to server", "server to client");
        assertThatThrownBy(() -> network.addHost(third)).hasMessage("two are called third");
        assertThatThrownBy(() -> network.link("client", "fourth", 1_500, settings, settings))
                .hasMessage("nobody is called fourth");
    }

    @Test
    void the_way_with_the_fewest_hops_is_taken() {
        Network network = network(List.of());
        network.addRouter("a", 1);
        network.addRouter("b", 2);
        LinkSettings slow = link(0, 100 * MILLI, QueueSettings.ROOM_FOR_A_THOUSAND, Impairments.NONE);
        LinkSettings fast = link(0, MILLI, QueueSettings.ROOM_FOR_A_THOUSAND, Impairments.NONE);
        network.link("client", "a", 1_500, fast, fast);
        network.link("a", "b", 1_500, fast, fast);
        network.link("b", "server", 1_500, fast, fast);
        network.link("a", "server", 1_500, slow, slow);
        network.route();
        send(network, 1, 100);
        assertThat(server.micros()).containsExactly(101_000L);
    }

    @Test
    void the_same_seed_makes_the_same_run() {
        UnaryOperator<Changed> everything = c -> {
            c.loss = 0.1;
            c.burst = new Impairments.BurstLoss(0.1, 0.5, 0.8);
            c.duplication = 0.1;
            c.reordering = 0.1;
            c.corruption = 0.1;
            c.jitterNanos = MILLI;
            return c;
        };
        send(direct(impaired(everything)), 1_000, 100);
        NetworkTest again = new NetworkTest();
        again.send(again.direct(impaired(everything)), 1_000, 100);
        assertThat(again.losses).isEqualTo(losses);
        assertThat(again.server.arrivals).isEqualTo(server.arrivals);
    }

    /** Sends at a steady pace for a while: ten megabits are 1,000 packets of 1,250 bytes in a second. */
    private Network steady(QueueSettings queue, int packetsPerSecond, int seconds, int ecn) {
        Network network = direct(link(TEN_MEGABITS, 0, queue, Impairments.NONE));
        long every = 1_000 * MILLI / packetsPerSecond;
        for (int i = 0; i < packetsPerSecond * seconds; i++) {
            network.send(client, packet(1_250, ip -> ip.withEcn(ecn)));
            scheduler.runUntil((i + 1) * every);
        }
        run();
        return network;
    }

    @Test
    void red_drops_nothing_below_its_minimum() {
        steady(new QueueSettings.Red(5, 15, 0.1, 0.002, 1_000, false), 900, 5, 0);
        assertThat(losses).isEmpty();
    }

    @Test
    void red_keeps_the_average_between_its_thresholds_by_dropping_early() {
        // A tenth of 1,000 is too much. Gaps between drops are evenly spread over 1 to 1/pb, half of that on
        // average: pb settles near 0.045, which is a little below the middle between both thresholds.
        Network network = steady(new QueueSettings.Red(5, 15, 0.1, 0.02, 1_000, false), 1_100, 20, 0);
        assertThat(losses).isNotEmpty().allMatch(loss -> loss.contains("QUEUE_EARLY"));
        ChannelCounts counts = network.channels().get(0).counts();
        assertThat(counts.waitedPacketNanos() / 20e9).isBetween(8.0, 12.0);
        assertThat(counts.longestQueue()).isLessThan(60);
    }

    @Test
    void red_marks_what_can_be_marked() {
        Network network = steady(new QueueSettings.Red(5, 15, 0.1, 0.02, 1_000, true), 1_010, 10, Ecn.ECT_0);
        long marked = server.arrivals.stream()
                .filter(a -> a.packet().ip().ecn() == Ecn.CE)
                .count();
        assertThat(marked)
                .isPositive()
                .isEqualTo(network.channels().get(0).counts().marked());
    }

    @Test
    void codel_leaves_a_short_wait_alone_and_a_burst_too() {
        Network network = direct(
                link(TEN_MEGABITS, 0, new QueueSettings.Codel(5 * MILLI, 100 * MILLI, 1_000, false), Impairments.NONE));
        send(network, 60, 1_250);
        assertThat(losses).isEmpty();
    }

    @Test
    void codel_drops_ever_more_often_while_the_wait_is_too_long() {
        steady(new QueueSettings.Codel(5 * MILLI, 100 * MILLI, 1_000, false), 1_050, 5, 0);
        assertThat(losses).hasSizeGreaterThan(20).allMatch(loss -> loss.contains("QUEUE_EARLY"));
        List<Long> numbers =
                losses.stream().map(l -> Long.parseLong(l.split(" ")[0])).toList();
        long firstGap = numbers.get(1) - numbers.get(0);
        // RFC 8289 §5.4: an interval, and then by the square root of the count less: 100, 71, 58, ... ms.
        assertThat((double) firstGap).isCloseTo(105, within(8.0));
        assertThat((double) numbers.get(2) - numbers.get(1)).isCloseTo(74, within(8.0));
    }

    @Test
    void codel_marks_what_can_be_marked() {
        Network network = steady(new QueueSettings.Codel(5 * MILLI, 100 * MILLI, 1_000, true), 1_050, 5, Ecn.ECT_0);
        assertThat(losses).isEmpty();
        assertThat(network.channels().get(0).counts().marked()).isGreaterThan(20);
    }
}
