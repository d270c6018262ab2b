package sevenlayers.dns.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sevenlayers.dns.message.Records.name;
import static sevenlayers.dns.message.Records.record;
import static sevenlayers.dns.zone.ZoneTexts.zone;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import sevenlayers.dns.answer.Authority;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.dns.server.Access;
import sevenlayers.dns.server.Front;
import sevenlayers.dns.server.Handler;
import sevenlayers.dns.server.Sent;
import sevenlayers.dns.transport.Ending;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.dns.transport.Question;
import sevenlayers.dns.transport.VirtualNetwork;
import sevenlayers.dns.tsig.Keys;
import sevenlayers.dns.zone.Delta;
import sevenlayers.dns.zone.Zone;
import sevenlayers.dns.zone.ZoneException;
import sevenlayers.dns.zone.Zones;
import sevenlayers.wire.Bytes;

/** A primary and a secondary, in virtual time. */
class SecondaryTest {
    private static final InetSocketAddress PRIMARY = new InetSocketAddress("192.0.2.1", 53);
    private static final InetSocketAddress SECONDARY = new InetSocketAddress("192.0.2.2", 53);
    private static final Duration SOON = Duration.ofMillis(1);
    private static final Bytes NOTIFY = Bytes.hex("0007 2400 0001 0000 0000 0000 07 6578616d706c65 00 0006 0001");
    private static final String HEAD = "$TTL 60\n@ SOA ns root 1 3600 600 86400 60\n@ NS ns\nns A 192.0.2.1\n";

    private final VirtualNetwork network = new VirtualNetwork(Instant.EPOCH);
    private final Zones primary = new Zones();
    private final Zones zones = new Zones();
    private final List<String> events = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final Secondary secondary = new Secondary(
            name("example."),
            List.of(Peer.unsigned(PRIMARY)),
            zones,
            network,
            network,
            network,
            new Random(1),
            event -> events.add(event.kind() + " " + event.text()));
    private boolean down;
    private boolean truncating;
    private int cutAfter = Integer.MAX_VALUE;

    @BeforeEach
    void servers() {
        primary.put(zone("example.", HEAD));
        Front front = new Front(
                Access.EVERYBODY,
                Keys.none(),
                new Authority(primary, "primary", Front.refuses(Rcode.REFUSED)),
                new Outgoing(primary, Access.EVERYBODY),
                Front.refuses(Rcode.NOTIMP));
        network.with(PRIMARY, (question, replies) -> {
            asked.add(question.protocol() + " "
                    + parsed(question.message()).getQuestion().getType());
            if (truncating && question.protocol() == Protocol.UDP) {
                MessageHeader header = MessageHeader.parse(question.message());
                replies.reply(
                        SOON, new MessageHeader(header.id(), MessageHeader.QR | MessageHeader.TC, 0, 0, 0, 0).bytes());
            } else if (!down) {
                serve(front, question, replies, SECONDARY);
            }
        });
        Handler notified = new Notified(List.of(secondary));
        network.with(SECONDARY, (question, replies) -> serve(notified, question, replies, PRIMARY));
        primary.watch(new Notifier(
                name("example."), List.of(Peer.unsigned(SECONDARY)), network, network, network, new Random(2)));
    }

    private void serve(Handler handler, Question question, VirtualNetwork.Replies replies, InetSocketAddress from) {
        Sent sent = new Sent(question.message(), from, question.protocol(), new ArrayList<>());
        handler.handle(sent);
        for (int i = 0; i < sent.replies().size(); i++) {
            if (question.protocol() == Protocol.TCP && i >= cutAfter) {
                replies.end(SOON, Ending.CLOSED);
                return;
            }
            replies.reply(SOON, sent.replies().get(i));
        }
    }

    private static Message parsed(Bytes bytes) {
        try {
            return new Message(bytes.toArray());
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    /** One record more, or one less, and the serial up by one. */
    private void change(@Nullable String removed, @Nullable String added) {
        Zone now = primary.at(name("example.")).orElseThrow();
        SOARecord to = soa(now.serial() + 1);
        try {
            var _ = primary.apply(
                    now.apex(),
                    new Delta(
                            now.soa(),
                            removed == null ? List.of() : List.of(record(removed)),
                            to,
                            added == null ? List.of() : List.of(record(added))));
        } catch (ZoneException e) {
            throw new AssertionError(e);
        }
    }

    private static SOARecord soa(long serial) {
        return (SOARecord) record("example. 60 SOA ns.example. root.example. " + serial + " 3600 600 86400 60");
    }

    private void same() {
        List<Record> there = zones.at(name("example.")).orElseThrow().records().toList();
        assertThat(there)
                .containsExactlyInAnyOrderElementsOf(
                        primary.at(name("example.")).orElseThrow().records().toList());
    }

    private void started() {
        secondary.start();
        network.pass(Duration.ofSeconds(1));
        events.clear();
        asked.clear();
    }

    @Test
    void a_secondary_begins_with_all_of_the_zone() {
        secondary.start();
        assertThat(zones.find(name("www.example."))).isNotNull();
        network.pass(Duration.ofSeconds(1));
        same();
        assertThat(events).singleElement().asString().startsWith("TRANSFERRED AXFR: serial 1, 3 records, ");
    }

    @Test
    void a_change_is_told_and_only_what_changed_is_transferred() {
        started();
        change(null, "www.example. 60 A 192.0.2.9");
        network.pass(Duration.ofSeconds(1));
        same();
        assertThat(events).hasSize(3).satisfies(all -> {
            assertThat(all.get(0)).startsWith("NOTIFIED 192.0.2.1 says");
            assertThat(all.get(1)).startsWith("ASKED asks 192.0.2.1 port 53 for its serial, has 1");
            assertThat(all.get(2)).startsWith("TRANSFERRED IXFR 1 → 2: 0 removed, 1 added");
        });
    }

    @Test
    void several_changes_at_once_are_transferred_one_by_one() {
        started();
        down = true;
        change(null, "www.example. 60 A 192.0.2.9");
        change("www.example. 60 A 192.0.2.9", "www.example. 60 A 192.0.2.10");
        change(null, "mail.example. 60 A 192.0.2.11");
        network.pass(Duration.ofSeconds(60));
        down = false;
        network.pass(Duration.ofSeconds(3600));
        same();
        assertThat(events.stream().filter(event -> event.startsWith("TRANSFERRED IXFR")))
                .hasSize(3);
    }

    @Test
    void without_a_word_the_timers_decide() {
        started();
        network.pass(Duration.ofSeconds(3700));
        assertThat(events).anyMatch(event -> event.startsWith("CURRENT serial 1"));
        down = true;
        network.pass(Duration.ofSeconds(80_000));
        assertThat(zones.at(name("example.")))
                .as("less than EXPIRE: still served")
                .isPresent();
        network.pass(Duration.ofSeconds(15_000));
        assertThat(zones.at(name("example."))).isEmpty();
        assertThat(events).anyMatch(event -> event.startsWith("EXPIRED no primary was heard for 86400 s"));
        down = false;
        network.pass(Duration.ofSeconds(120));
        same();
    }

    @Test
    void a_primary_that_is_told_of_changes_and_never_heard_is_given_up_in_time() {
        started();
        down = true;
        for (int second = 0; second < 90_000; second += 2) {
            network.pass(Duration.ofSeconds(2));
            serve(new Notified(List.of(secondary)), NOTIFY, PRIMARY);
        }
        assertThat(zones.at(name("example."))).as("after EXPIRE").isEmpty();
        assertThat(events).anyMatch(event -> event.startsWith("EXPIRED"));
    }

    private static void serve(Handler handler, Bytes message, InetSocketAddress from) {
        handler.handle(new Sent(message, from, Protocol.UDP, new ArrayList<>()));
    }

    @Test
    void a_serial_that_is_truncated_is_asked_for_over_tcp() {
        started();
        truncating = true;
        asked.clear();
        change(null, "www.example. 60 A 192.0.2.9");
        network.pass(Duration.ofSeconds(1));
        same();
        assertThat(asked).containsExactly("UDP 6", "TCP 6", "TCP 251");
    }

    @Test
    void a_transfer_that_is_cut_changes_nothing_and_is_tried_again() {
        started();
        List<Record> many = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            many.add(record("w" + i + ".example. 60 A 192.0.2.9"));
        }
        cutAfter = 2;
        Zone now = primary.at(name("example.")).orElseThrow();
        try {
            var _ = primary.apply(now.apex(), new Delta(now.soa(), List.of(), soa(2), many));
        } catch (ZoneException e) {
            throw new AssertionError(e);
        }
        network.pass(Duration.ofSeconds(30));
        assertThat(zones.at(name("example.")).orElseThrow().serial()).isEqualTo(1);
        assertThat(events).anyMatch(event -> event.startsWith("FAILED") && event.contains("closed after"));
        cutAfter = Integer.MAX_VALUE;
        network.pass(Duration.ofSeconds(700));
        same();
    }

    @Test
    void a_notify_from_anybody_else_is_refused() {
        started();
        Sent sent = new Sent(NOTIFY, "192.0.2.66", Protocol.UDP);
        new Notified(List.of(secondary)).handle(sent);
        network.pass(Duration.ofSeconds(5));
        assertThat(parsed(sent.replies().getFirst()).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0007 2400 0001 0000 0000 0000 07 6578616d706c65 00 0001 0001, FORMERR", // of type A
        "0007 2400 0001 0000 0000 0000 c00c 0006 0001, FORMERR", // a name that points to itself
        "0007 2400 0001 0000 0000 0000 04 74657374 00 0006 0001, NOTAUTH",
        "0007 2400 0001 0000 0000 0000 07 4558414d504c45 00 0006 0001, NOERROR" // EXAMPLE.
    })
    void a_notify_is_about_the_soa_of_a_zone_that_is_ours(String hex, String rcode) {
        started();
        Sent sent = new Sent(Bytes.hex(hex), "192.0.2.1", Protocol.UDP);
        new Notified(List.of(secondary)).handle(sent);
        assertThat(Rcode.string(parsed(sent.replies().getFirst()).getRcode())).isEqualTo(rcode);
    }

    @Test
    void an_older_zone_does_not_replace_a_newer_one() {
        change(null, "www.example. 60 A 192.0.2.9");
        started();
        assertThat(zones.at(name("example.")).orElseThrow().serial()).isEqualTo(2);
        primary.put(zone("example.", HEAD));
        network.pass(Duration.ofSeconds(2));
        assertThat(zones.at(name("example.")).orElseThrow().serial()).isEqualTo(2);
        assertThat(events).anyMatch(event -> event.equals("CURRENT 192.0.2.1 port 53 is at serial 1, behind ours, 2"));
    }

    @Test
    void a_notify_that_comes_while_nobody_answers_is_not_forgotten() {
        started();
        down = true;
        secondary.notified(PRIMARY.getAddress()); // it asks over UDP, then over TCP, two seconds each
        network.pass(Duration.ofSeconds(1));
        change(null, "www.example. 60 A 192.0.2.9");
        network.pass(Duration.ofMillis(2500));
        down = false;
        network.pass(Duration.ofSeconds(20)); // less than RETRY
        same();
    }

    @Test
    void changes_that_do_not_fit_leave_the_zone_as_it_was() {
        zones.put(zone("example.", HEAD));
        Record gone = record("gone.example. 60 A 192.0.2.9");
        Delta good = new Delta(soa(1), List.of(), soa(2), List.of(record("www.example. 60 A 192.0.2.9")));
        Delta bad = new Delta(soa(2), List.of(gone), soa(3), List.of());
        assertThatThrownBy(() -> zones.apply(name("example."), List.of(good, bad)))
                .isInstanceOf(ZoneException.class);
        assertThat(zones.at(name("example.")).orElseThrow().serial()).isEqualTo(1);
        assertThat(zones.history(name("example."), 1)).isEmpty();
    }

    @Test
    void who_may_not_have_a_zone_does_not_get_it() {
        Outgoing closed = new Outgoing(primary, Access.of("203.0.113.0/24"));
        network.with(PRIMARY, (question, replies) -> serve(closed, question, replies, SECONDARY));
        secondary.start();
        network.pass(Duration.ofSeconds(1));
        assertThat(zones.at(name("example."))).isEmpty();
        assertThat(events).anyMatch(event -> event.startsWith("FAILED") && event.contains("REFUSED"));
    }

    @Test
    void over_udp_what_does_not_fit_is_the_soa_alone() {
        for (int i = 0; i < 40; i++) {
            change(null, "w" + i + ".example. 60 TXT " + "x".repeat(20));
        }
        assertThat(increment(1).getSection(Section.ANSWER)).containsExactly(soa(41));
        assertThat(increment(40).getSection(Section.ANSWER))
                .as("one change fits")
                .hasSize(5);
        assertThat(increment(77).getSection(Section.ANSWER))
                .as("from the future")
                .containsExactly(soa(41));
    }

    @Test
    void over_udp_a_record_larger_than_a_datagram_is_the_soa_alone() {
        change(null, "big.example. 60 TXT " + ("\"" + "x".repeat(200) + "\" ").repeat(3));
        assertThat(increment(1).getSection(Section.ANSWER)).containsExactly(soa(2));
    }

    private Message increment(long from) {
        Sent sent = new Sent(Fetch.changes(7, name("example."), soa(from)), Protocol.UDP);
        new Outgoing(primary, Access.EVERYBODY).handle(sent);
        assertThat(sent.replies()).hasSize(1);
        return parsed(sent.replies().getFirst());
    }

    @Test
    void whatever_bytes_come_in_a_transfer_nothing_is_half_applied() {
        List<Bytes> good = new ArrayList<>();
        network.with(PRIMARY, (question, replies) -> {
            Sent sent = new Sent(question.message(), Protocol.TCP);
            new Outgoing(primary, Access.EVERYBODY).handle(sent);
            good.addAll(sent.replies());
        });
        secondary.start();
        network.pass(SOON);
        Random random = new Random(3);
        int whole = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.getFirst().toArray();
            for (int n = random.nextInt(3); n > 0; n--) {
                bytes[12 + random.nextInt(bytes.length - 12)] = (byte) random.nextInt();
            }
            List<Fetch.End> ends = new ArrayList<>();
            Fetch.begin(
                    (question, listener) -> {
                        bytes[0] = question.message().toArray()[0];
                        bytes[1] = question.message().toArray()[1];
                        listener.ended(listener.heard(Bytes.wrap(bytes), PRIMARY) ? Ending.ACCEPTED : Ending.CLOSED);
                        return () -> {};
                    },
                    network,
                    Peer.unsigned(PRIMARY),
                    name("example."),
                    Optional.empty(),
                    7,
                    ends::add);
            assertThat(ends).hasSize(1);
            whole += ends.getFirst() instanceof Fetch.End.Came ? 1 : 0;
        }
        assertThat(whole)
                .as("some are mutated where it does not show, such as an address")
                .isBetween(1000, 19_000);
    }
}
