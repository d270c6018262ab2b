package sevenlayers.dns.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import sevenlayers.dns.answer.Authority;
import sevenlayers.dns.message.Records;
import sevenlayers.dns.server.Access;
import sevenlayers.dns.server.Front;
import sevenlayers.dns.server.Listener;
import sevenlayers.dns.server.Patience;
import sevenlayers.dns.transport.SelectorLoop;
import sevenlayers.dns.tsig.Keys;
import sevenlayers.dns.zone.MasterFile;
import sevenlayers.dns.zone.ZoneException;
import sevenlayers.dns.zone.Zones;

/** The same zones and the same questions, here and at BIND, NSD and Knot: where those agree, so do we; elsewhere with one of them. */
@Timeout(120)
class AgreementTest {
    private static final int ZONES = Integer.getInteger("lab.dns.agreement.zones", 12);
    private static final List<Integer> TYPES =
            List.of(Type.A, Type.AAAA, Type.NS, Type.CNAME, Type.DNAME, Type.MX, Type.TXT, Type.DS, Type.SOA, 65280);

    @TempDir
    Path folder = Path.of("");

    /** What counts of a reply, part by part. */
    private static Map<String, String> parts(Message reply, boolean withAuthority) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("rcode", Rcode.string(reply.getRcode()));
        parts.put(
                "flags",
                (reply.getHeader().getFlag(Flags.AA) ? "aa " : "")
                        + (reply.getHeader().getFlag(Flags.TC) ? "tc" : ""));
        parts.put(
                "edns",
                reply.getOPT() == null ? "no" : "version " + reply.getOPT().getVersion());
        parts.put("answer", section(reply, Section.ANSWER));
        if (withAuthority) {
            parts.put("authority", section(reply, Section.AUTHORITY));
        }
        parts.put("additional", section(reply, Section.ADDITIONAL));
        return parts;
    }

    private static String section(Message reply, int section) {
        Set<String> records = new TreeSet<>();
        for (Record record : reply.getSection(section)) {
            if (record.getType() != Type.OPT) {
                records.add((record.getName() + " " + record.getTTL() + " " + Type.string(record.getType()) + " "
                                + record.rdataToString())
                        .toLowerCase(java.util.Locale.ROOT));
            }
        }
        return String.join("\n  ", records);
    }

    @Test
    void where_the_others_agree_so_do_we() throws IOException, ZoneException {
        Peer.require(List.of("named", "nsd", "knotd"));
        Map<String, Path> files = new LinkedHashMap<>();
        Map<String, String> texts = new LinkedHashMap<>();
        Zones zones = new Zones();
        for (int seed = 0; seed < ZONES; seed++) {
            String apex = "z" + seed + ".test.";
            String text = ZoneGenerator.zone(seed, apex);
            Path file = Files.writeString(folder.resolve("z" + seed + ".zone"), text);
            files.put(apex, file);
            texts.put(apex, text);
            zones.put(MasterFile.read(file, Records.name(apex)));
        }
        Message probe = Asker.question(Records.name("z0.test."), Type.SOA);
        Authority authority = new Authority(zones, "us", Front.refuses(Rcode.REFUSED));
        Front front = new Front(
                Access.PRIVATE, Keys.none(), authority, Front.refuses(Rcode.NOTIMP), Front.refuses(Rcode.NOTIMP));
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (Peer bind = Authorities.start("named", folder, files, probe);
                Peer nsd = Authorities.start("nsd", folder, files, probe);
                Peer knot = Authorities.start("knotd", folder, files, probe);
                SelectorLoop loop = new SelectorLoop("us");
                Listener us = Listener.open(loop, anywhere, front, Patience.DEFAULT)) {
            Tally tally = new Tally();
            for (String apex : texts.keySet()) {
                for (String name : ZoneGenerator.questions(texts.get(apex), apex)) {
                    for (int type : TYPES) {
                        tally.compare(us.address(), List.of(bind, nsd, knot), Records.name(name), type, Way.PLAIN);
                    }
                    // The three differ in how they shorten an answer to ANY: we do as one of them does.
                    tally.compare(us.address(), List.of(bind, nsd, knot), Records.name(name), Type.ANY, Way.TCP);
                    int type = TYPES.get(tally.asked % TYPES.size());
                    tally.compare(us.address(), List.of(bind, nsd, knot), Records.name(name), type, Way.EDNS);
                    tally.compare(us.address(), List.of(bind, nsd, knot), Records.name(name), type, Way.TCP);
                }
            }
            System.out.println(
                    "DNS agreement: " + tally.asked + " questions in " + ZONES + " zones; the other three agreed on "
                            + tally.unanimous + " of " + tally.parts
                            + " parts of replies, and we with them or with one of them on "
                            + (tally.parts - tally.differences.size()));
            assertThat(tally.asked).isGreaterThan(ZONES * 500);
            assertThat(tally.differences).as("of " + tally.asked + " questions").isEmpty();
        }
    }

    /** How a question goes. */
    private enum Way {
        /** Over UDP, saying nothing about oneself. */
        PLAIN,
        /** Over UDP, with room for 1,232 bytes. */
        EDNS,
        /** Over TCP. */
        TCP;

        Message ask(InetSocketAddress server, Name name, int type) {
            Message question = Asker.question(name, type);
            if (this == EDNS) {
                question.addRecord(new OPTRecord(1232, 0, 0, 0, List.of()), Section.ADDITIONAL);
            }
            try {
                return this == TCP ? Asker.tcp(server, question) : Asker.udp(server, question);
            } catch (IOException e) {
                throw new AssertionError(server + " to " + name + " " + Type.string(type), e);
            }
        }
    }

    private static final class Tally {
        int asked;
        int parts;
        int unanimous;
        final List<String> differences = new ArrayList<>();

        void compare(InetSocketAddress us, List<Peer> peers, Name name, int type, Way way) {
            asked++;
            Message ours = way.ask(us, name, type);
            boolean answered = !ours.getSection(Section.ANSWER).isEmpty();
            Map<String, String> mine = parts(ours, !answered);
            List<Map<String, String>> theirs = new ArrayList<>();
            for (Peer peer : peers) {
                theirs.add(parts(way.ask(peer.address(), name, type), !answered));
            }
            mine.forEach((part, said) -> {
                parts++;
                Set<String> all = new TreeSet<>();
                theirs.forEach(reply -> all.add(String.valueOf(reply.get(part))));
                unanimous += all.size() == 1 ? 1 : 0;
                if (!all.contains(said) && differences.size() < 20) {
                    StringBuilder text = new StringBuilder(
                            "\n" + name + " " + Type.string(type) + " " + way + ": " + part + "\n we:\n  " + said);
                    for (int i = 0; i < peers.size(); i++) {
                        text.append("\n ")
                                .append(peers.get(i).name())
                                .append(":\n  ")
                                .append(theirs.get(i).get(part));
                    }
                    differences.add(text.toString());
                }
            });
        }
    }
}
