package sevenlayers.handshake.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import sevenlayers.handshake.network.Chance;
import sevenlayers.handshake.network.Impairments;
import sevenlayers.handshake.network.LinkSettings;
import sevenlayers.handshake.network.Network;
import sevenlayers.handshake.network.NetworkObserver;
import sevenlayers.handshake.network.Node;
import sevenlayers.handshake.network.Packet;
import sevenlayers.handshake.network.QueueSettings;
import sevenlayers.handshake.tcp.TcpNotification;
import sevenlayers.handshake.tcp.TcpSettings;
import sevenlayers.handshake.tcp.TcpState;
import sevenlayers.handshake.time.Scheduler;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.icmp.IcmpMessage;
import sevenlayers.wire.ipv4.Ipv4Address;
import sevenlayers.wire.ipv4.Ipv4Packet;
import sevenlayers.wire.tcp.TcpFlags;
import sevenlayers.wire.tcp.TcpOptions;
import sevenlayers.wire.tcp.TcpSegment;

/** What RFC 9293 and RFC 1122 want of a host around its connections. */
final class HostTest {
    private static final int US = Ipv4Address.parse("10.0.0.1");
    private static final int THEM = Ipv4Address.parse("10.0.0.2");
    private static final long SECOND = 1_000_000_000L;

    /** The other host, of which only the network knows. */
    private final class Wire implements Node {
        final List<Ipv4Packet> arrived = new ArrayList<>();

        @Override
        public String name() {
            return "them";
        }

        @Override
        public int address() {
            return THEM;
        }

        @Override
        public void arrived(Packet packet) {
            arrived.add(packet.ip());
        }

        TcpSegment segment(int index) {
            run();
            return (TcpSegment) arrived.get(index).payload();
        }
    }

    private final Scheduler scheduler = new Scheduler();
    private final Wire them = new Wire();
    private final Network network = new Network(scheduler, new Chance(1), List.of(), new NetworkObserver() {});
    private final List<TcpNotification> told = new ArrayList<>();
    private final Host us = host(new InitialSequenceNumbers.Fixed(100));
    private long number;

    private Host host(InitialSequenceNumbers numbers) {
        Host host = new Host("us", US, scheduler, network, TcpSettings.rfc(), numbers, HostObserver.NOBODY);
        network.addHost(host);
        network.addHost(them);
        LinkSettings link = new LinkSettings(0, 1_000_000, QueueSettings.ROOM_FOR_A_THOUSAND, Impairments.NONE);
        network.link("us", "them", 1_500, link, link);
        network.route();
        return host;
    }

    private void run() {
        scheduler.runUntil(scheduler.nowNanos() + 20_000_000);
    }

    private HostConnection open(IpChoices ip) {
        return Objects.requireNonNull(
                us.connect(40_000, THEM, 80, us.settings(), ip, (connection, what, why) -> told.add(what)));
    }

    private static TcpSegment segment(int from, int to, int flags, int sequence, int acknowledgment) {
        return new TcpSegment(from, to, sequence, acknowledgment, flags, 65_535, 0, TcpOptions.NONE, Bytes.EMPTY);
    }

    private void arrives(int source, int destination, Bytes options, TcpSegment segment) {
        us.arrived(new Packet(
                new Ipv4Packet(0, 0, true, false, 0, 64, source, destination, options, segment), "them", ++number));
    }

    private void arrives(TcpSegment segment) {
        arrives(THEM, US, Bytes.EMPTY, segment);
    }

    @Test
    void theInitialSequenceNumberFollowsAClockAndAKeyThatNobodyElseKnows() {
        var one = new InitialSequenceNumbers.ClockAndHash(1);
        var other = new InitialSequenceNumbers.ClockAndHash(2);
        int first = one.next(0, US, 1, THEM, 2);
        assertThat(one.next(4_000_000, US, 1, THEM, 2) - first).isEqualTo(1_000);
        assertThat(one.next(0, US, 2, THEM, 2)).isNotEqualTo(first + 1).isNotEqualTo(first);
        assertThat(other.next(0, US, 1, THEM, 2)).isNotEqualTo(first);
    }

    @Test
    void aPassiveOpenDoesNotDisturbConnectionsOfTheSamePort() {
        us.listen(80, 5, us.settings(), listener -> {});
        arrives(segment(1_000, 80, TcpFlags.SYN, 300, 0));
        arrives(segment(1_000, 80, TcpFlags.ACK, 301, 101));
        arrives(segment(1_001, 80, TcpFlags.SYN, 300, 0));
        arrives(segment(1_001, 80, TcpFlags.ACK, 301, 101));
        assertThat(us.connections()).hasSize(2).allMatch(c -> c.tcp().state() == TcpState.ESTABLISHED);
    }

    @Test
    void aListenerWaitsWhileItsPortHasOpenConnections() {
        us.listen(80, 5, us.settings(), listener -> {});
        arrives(segment(1_000, 80, TcpFlags.SYN, 300, 0));
        assertThat(us.listen(81, 5, us.settings(), listener -> {})).isNotNull();
        arrives(segment(1_000, 81, TcpFlags.SYN, 300, 0));
        assertThat(us.connections()).hasSize(2);
    }

    @Test
    void aConnectionHasTheAddressOfItsHostInEverySegment() {
        open(IpChoices.DEFAULT);
        scheduler.runUntil(4 * SECOND);
        assertThat(them.arrived).hasSizeGreaterThan(2).allMatch(packet -> packet.source() == US);
    }

    @Test
    void nobodyConnectsToBroadcastOrMulticast() {
        for (String address : List.of("255.255.255.255", "224.0.0.1", "239.1.2.3", "0.0.0.0")) {
            assertThat(us.connect(1, Ipv4Address.parse(address), 80, us.settings(), (connection, what, why) -> {}))
                    .as(address)
                    .isNull();
        }
    }

    @Test
    void aSynFromAnAddressThatNobodyCanHaveIsThrownAway() {
        us.listen(80, 5, us.settings(), listener -> {});
        for (String address : List.of("255.255.255.255", "224.0.0.1", "0.0.0.0")) {
            arrives(Ipv4Address.parse(address), US, Bytes.EMPTY, segment(1_000, 80, TcpFlags.SYN, 300, 0));
        }
        run();
        assertThat(us.connections()).isEmpty();
        assertThat(them.arrived).isEmpty();
    }

    @Test
    void aSynToBroadcastOrMulticastIsThrownAway() {
        us.listen(80, 5, us.settings(), listener -> {});
        arrives(THEM, Ipv4Address.parse("255.255.255.255"), Bytes.EMPTY, segment(1_000, 80, TcpFlags.SYN, 300, 0));
        arrives(THEM, Ipv4Address.parse("224.0.0.1"), Bytes.EMPTY, segment(1_000, 80, TcpFlags.SYN, 300, 0));
        run();
        assertThat(us.connections()).isEmpty();
        assertThat(them.arrived).isEmpty();
    }

    @Test
    void theProgramChoosesTheTimeToLive() {
        open(new IpChoices(7, 0, Bytes.EMPTY));
        assertThat(them.segment(0).has(TcpFlags.SYN)).isTrue();
        assertThat(them.arrived.getFirst().timeToLive()).isEqualTo(7);
    }

    @Test
    void theProgramChoosesTheDifferentiatedServices() {
        HostConnection connection = open(new IpChoices(64, 46, Bytes.EMPTY));
        run();
        assertThat(them.arrived.getFirst().typeOfService()).isEqualTo(46 << 2);
        connection.ip(new IpChoices(64, 10, Bytes.EMPTY));
        arrives(segment(80, 40_000, TcpFlags.SYN | TcpFlags.ACK, 300, 101));
        run();
        assertThat(them.arrived.get(1).typeOfService()).isEqualTo(10 << 2);
    }

    @Test
    void theProgramChoosesASourceRouteAndItStandsAboveTheOneOfADatagram() {
        Bytes route = Bytes.hex("83 07 04 0a 00 00 09 00");
        open(new IpChoices(64, 0, route));
        Bytes other = Bytes.hex("83 07 08 0a 00 00 63 00");
        arrives(THEM, US, other, segment(80, 40_000, TcpFlags.SYN | TcpFlags.ACK, 300, 101));
        run();
        assertThat(them.arrived).hasSize(2).allMatch(packet -> packet.options().equals(route));
        assertThat(them.segment(0).options().maximumSegmentSize()).isEqualTo(1_500 - 40 - 8);
    }

    @Test
    void theAnswerTakesTheWayBackOfASourceRoute() {
        us.listen(80, 5, us.settings(), listener -> {});
        Bytes came = Bytes.hex("83 0b 0c 0a 00 00 63 0a 00 00 64 00");
        arrives(THEM, US, came, segment(1_000, 80, TcpFlags.SYN, 300, 0));
        run();
        assertThat(them.arrived.getFirst().options()).isEqualTo(Bytes.hex("83 0b 04 0a 00 00 64 0a 00 00 63 00"));
    }

    @Test
    void optionsOfIpThatNobodyKnowsArePassedOver() {
        us.listen(80, 5, us.settings(), listener -> {});
        arrives(THEM, US, Bytes.hex("9e 04 00 00"), segment(1_000, 80, TcpFlags.SYN, 300, 0));
        arrives(THEM, US, Bytes.hex("9e ff 00 00"), segment(1_001, 80, TcpFlags.SYN, 300, 0));
        assertThat(us.connections()).hasSize(2);
    }

    @Test
    void anIcmpMessageReachesItsConnection() {
        HostConnection connection = open(IpChoices.DEFAULT);
        run();
        Bytes quoted = them.arrived.getFirst().toBytes().slice(0, 28);
        var message = new IcmpMessage.DestinationUnreachable(IcmpMessage.DestinationUnreachable.HOST, 0, quoted);
        us.arrived(new Packet(Ipv4Packet.of(THEM, US, 0, 1, message), "them", ++number));
        assertThat(connection.tcp().softError()).isEqualTo(message);
        assertThat(connection.tcp().state()).isEqualTo(TcpState.SYN_SENT);
        var port = new IcmpMessage.DestinationUnreachable(IcmpMessage.DestinationUnreachable.PORT, 0, quoted);
        us.arrived(new Packet(Ipv4Packet.of(THEM, US, 0, 1, port), "them", ++number));
        assertThat(told).contains(TcpNotification.UNREACHABLE, TcpNotification.CLOSED);
    }
}
