package sevenlayers.dns.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import sevenlayers.dns.answer.Authority;
import sevenlayers.dns.message.Records;
import sevenlayers.dns.server.Access;
import sevenlayers.dns.server.Front;
import sevenlayers.dns.server.Listener;
import sevenlayers.dns.server.Patience;
import sevenlayers.dns.transfer.Notified;
import sevenlayers.dns.transfer.Notifier;
import sevenlayers.dns.transfer.Outgoing;
import sevenlayers.dns.transfer.Secondary;
import sevenlayers.dns.transport.SelectorLoop;
import sevenlayers.dns.transport.Sockets;
import sevenlayers.dns.tsig.Keys;
import sevenlayers.dns.zone.Delta;
import sevenlayers.dns.zone.Zone;
import sevenlayers.dns.zone.ZoneException;
import sevenlayers.dns.zone.ZoneTexts;
import sevenlayers.dns.zone.Zones;

/** Zones go to BIND, NSD and Knot, and come from them. */
@Timeout(90)
class TransferPeersTest {
    private static final Name APEX = Records.name("example.");
    private static final String TEXT =
            "$TTL 60\n@ SOA ns root 1 3600 600 86400 60\n@ NS ns\nns A 192.0.2.1\nwww A 192.0.2.2\n";

    private static final Access NOBODY = new Access(List.of());

    @TempDir
    Path folder = Path.of("");

    private final SelectorLoop loop = new SelectorLoop("test");
    private final Sockets sockets = new Sockets(loop, Optional.of(InetAddress.getLoopbackAddress()), new Random());
    private final Zones zones = new Zones();
    private final List<String> events = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        loop.close();
    }

    private static void until(String what, BooleanSupplier holds, Peer peer) throws IOException {
        try {
            until(what, holds);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; it says:\n" + peer.log(), e);
        }
    }

    private static void until(String what, BooleanSupplier holds) {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("after 30 s not yet: " + what);
            }
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
        }
    }

    private static sevenlayers.dns.transfer.Peer peer(Peer peer, boolean signed) {
        return new sevenlayers.dns.transfer.Peer(
                peer.address(), signed ? Optional.of(Transfers.KEY) : Optional.empty());
    }

    private static Keys keys(boolean signed) {
        return new Keys(signed ? List.of(Transfers.KEY) : List.of(), InstantSource.system());
    }

    private void change(int serial, String added) throws ZoneException {
        SOARecord to = (SOARecord)
                Records.record("example. 60 SOA ns.example. root.example. " + serial + " 3600 600 86400 60");
        Zone now = zones.at(APEX).orElseThrow();
        var _ = zones.apply(APEX, new Delta(now.soa(), List.of(), to, List.of(Records.record(added))));
    }

    private static Set<String> lines(java.util.stream.Stream<Record> records) {
        Set<String> lines = new TreeSet<>();
        records.forEach(record -> lines.add(record.toString().toLowerCase(java.util.Locale.ROOT)));
        return lines;
    }

    private static long serialAt(InetSocketAddress server) {
        return Asker.tryUdp(server, Asker.question(APEX, Type.SOA), 500)
                .filter(reply -> reply.getRcode() == Rcode.NOERROR)
                .flatMap(reply -> reply.getSection(Section.ANSWER).stream().findFirst())
                .map(record -> ((SOARecord) record).getSerial())
                .orElse(-1L);
    }

    @ParameterizedTest
    @CsvSource({"named,false", "nsd,false", "knotd,false", "named,true", "nsd,true", "knotd,true"})
    void they_are_our_secondaries(String who, boolean signed) throws IOException, ZoneException {
        Peer.require(List.of(who));
        zones.put(ZoneTexts.zone("example.", TEXT));
        Front front = new Front(
                Access.PRIVATE,
                keys(signed),
                new Authority(zones, "us", Front.refuses(Rcode.REFUSED)),
                signed
                        ? new Outgoing(zones, NOBODY, Set.of(Transfers.KEY.name()))
                        : new Outgoing(zones, Access.PRIVATE),
                Front.refuses(Rcode.NOTIMP));
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (Listener us = Listener.open(loop, anywhere, front, Patience.DEFAULT);
                Peer peer = Transfers.secondary(
                        who,
                        Files.createDirectories(folder.resolve(who)),
                        us.address().getPort(),
                        signed,
                        Asker.question(APEX, Type.SOA))) {
            zones.watch(new Notifier(
                    APEX, List.of(peer(peer, signed)), sockets, loop, InstantSource.system(), new Random()));
            for (int serial = 2; serial <= 5; serial++) {
                int wanted = serial;
                change(serial, "w" + serial + ".example. 60 A 192.0.2." + serial);
                until(who + " at serial " + serial, () -> serialAt(peer.address()) == wanted, peer);
            }
            for (Record record : zones.at(APEX).orElseThrow().records().toList()) {
                Message reply = Asker.udp(peer.address(), Asker.question(record.getName(), record.getType()));
                assertThat(lines(reply.getSection(Section.ANSWER).stream()))
                        .contains(record.toString().toLowerCase(java.util.Locale.ROOT));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"named,false", "nsd,false", "knotd,false", "named,true", "nsd,true", "knotd,true"})
    void they_are_our_primaries(String who, boolean signed) throws IOException {
        Peer.require(List.of(who));
        Path file = Files.writeString(folder.resolve("zone"), TEXT);
        int ours = Peer.freePort();
        try (Peer peer = Transfers.primary(
                who,
                Files.createDirectories(folder.resolve(who)),
                file,
                ours,
                signed,
                Asker.question(APEX, Type.SOA))) {
            Secondary secondary = new Secondary(
                    APEX,
                    List.of(peer(peer, signed)),
                    zones,
                    sockets,
                    loop,
                    InstantSource.system(),
                    new Random(),
                    event -> events.add(event.kind() + " " + event.text()));
            Front front = new Front(
                    Access.PRIVATE,
                    keys(signed),
                    new Authority(zones, "us", Front.refuses(Rcode.REFUSED)),
                    new Outgoing(zones, Access.PRIVATE),
                    new Notified(List.of(secondary)));
            InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), ours);
            try (Listener us = Listener.open(loop, here, front, Patience.DEFAULT)) {
                secondary.start();
                until("all of the zone of " + who, () -> zones.at(APEX).isPresent());
                assertThat(lines(zones.at(APEX).orElseThrow().records()))
                        .isEqualTo(lines(ZoneTexts.zone("example.", TEXT).records()));
                Files.writeString(file, TEXT.replace("root 1", "root 2") + "new A 192.0.2.77\n");
                peer.reload();
                until("serial 2 of " + who + ", after " + events, () -> serialAt(us.address()) == 2);
                assertThat(lines(zones.at(APEX).orElseThrow().records())).anyMatch(line -> line.contains("192.0.2.77"));
                assertThat(events).anyMatch(event -> event.startsWith("NOTIFIED"));
            }
        }
    }
}
