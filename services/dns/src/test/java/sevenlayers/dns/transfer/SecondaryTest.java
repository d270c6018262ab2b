package sevenlayers.dns.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static sevenlayers.dns.message.Records.name;
import static sevenlayers.dns.message.Records.record;
import static sevenlayers.dns.zone.ZoneTexts.zone;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import sevenlayers.dns.answer.Authority;
import sevenlayers.dns.server.Access;
import sevenlayers.dns.server.Front;
import sevenlayers.dns.server.Handler;
import sevenlayers.dns.server.Inbound;
import sevenlayers.dns.transport.Ending;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.dns.transport.Question;
import sevenlayers.dns.transport.VirtualNetwork;
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
    private static final String HEAD = "$TTL 60\n@ SOA ns root 1 3600 600 86400 60\n@ NS ns\nns A 192.0.2.1\n";

    private final VirtualNetwork network = new VirtualNetwork(Instant.EPOCH);
    private final Zones primary = new Zones();
    private final Zones zones = new Zones();
    private final List<String> events = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final Secondary secondary = new Secondary(
            name("example."),
            List.of(PRIMARY),
            zones,
            network,
            network,
            network,
            new Random(1),
            event -> events.add(event.kind() + " " + event.text()));
    private boolean down;
    private int cutAfter = Integer.MAX_VALUE;

    @BeforeEach
    void servers() {
        primary.put(zone("example.", HEAD));
        Front front = new Front(
                Access.EVERYBODY,
                new Authority(primary, "primary", Front.refuses(Rcode.REFUSED)),
                new Outgoing(primary, Access.EVERYBODY),
                Front.refuses(Rcode.NOTIMP));
        network.with(PRIMARY, (question, replies) -> {
            asked.add(question.protocol() + " "
                    + parsed(question.message()).getQuestion().getType());
            if (!down) {
                serve(front, question, replies, SECONDARY);
            }
        });
        Handler notified = new Notified(List.of(secondary));
        network.with(SECONDARY, (question, replies) -> serve(notified, question, replies, PRIMARY));
        primary.watch(new Notifier(name("example."), List.of(SECONDARY), network, network, new Random(2)));
    }

    private void serve(Handler handler, Question question, VirtualNetwork.Replies replies, InetSocketAddress from) {
        int[] sent = {0};
        handler.handle(new Inbound() {
            @Override
            public Bytes message() {
                return question.message();
            }

            @Override
            public InetSocketAddress from() {
                return from;
            }

            @Override
            public InetSocketAddress to() {
                return question.server();
            }

            @Override
            public Protocol protocol() {
                return question.protocol();
            }

            @Override
            public void reply(Bytes message) {
                if (sent[0]++ < cutAfter || question.protocol() == Protocol.UDP) {
                    replies.reply(SOON, message);
                } else {
                    replies.end(SOON, Ending.CLOSED);
                }
            }

            @Override
            public void close() {}
        });
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
        Bytes notify = Bytes.hex("0007 2400 0001 0000 0000 0000 07 6578616d706c65 00 0006 0001");
        List<Bytes> replies = new ArrayList<>();
        new Notified(List.of(secondary)).handle(new Inbound() {
            @Override
            public Bytes message() {
                return notify;
            }

            @Override
            public InetSocketAddress from() {
                return new InetSocketAddress("192.0.2.66", 4000);
            }

            @Override
            public InetSocketAddress to() {
                return SECONDARY;
            }

            @Override
            public Protocol protocol() {
                return Protocol.UDP;
            }

            @Override
            public void reply(Bytes message) {
                replies.add(message);
            }

            @Override
            public void close() {}
        });
        network.pass(Duration.ofSeconds(5));
        assertThat(parsed(replies.getFirst()).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(events).isEmpty();
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
        List<Bytes> replies = new ArrayList<>();
        Bytes query = Fetch.query(7, name("example."), 251, java.util.Optional.of(soa(1)));
        serveOnce(query, replies);
        Message reply = parsed(replies.getFirst());
        assertThat(reply.getSection(Section.ANSWER)).containsExactly(soa(41));
    }

    private void serveOnce(Bytes query, List<Bytes> replies) {
        Question question = new Question(PRIMARY, Protocol.UDP, query, Duration.ofSeconds(1));
        serve(
                new Outgoing(primary, Access.EVERYBODY),
                question,
                new VirtualNetwork.Replies() {
                    @Override
                    public VirtualNetwork.Replies reply(Duration after, Bytes message, InetSocketAddress from) {
                        replies.add(message);
                        return this;
                    }

                    @Override
                    public VirtualNetwork.Replies end(Duration after, Ending ending) {
                        return this;
                    }

                    @Override
                    public InetSocketAddress asked() {
                        return PRIMARY;
                    }
                },
                SECONDARY);
    }
}
