package sevenlayers.dns.zone;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sevenlayers.dns.message.Records.name;
import static sevenlayers.dns.message.Records.record;
import static sevenlayers.dns.zone.ZoneTexts.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

class ZoneTest {
    private static final String HEAD = """
            $TTL 300
            @ SOA ns root 1 3600 600 86400 60
            @ NS ns
            ns A 192.0.2.1
            """;

    private static Rrset set(Zone zone, String name, int type) {
        return requireNonNull(requireNonNull(zone.node(name(name))).set(type));
    }

    private static SOARecord soa(long serial) {
        return (SOARecord) record("example. 300 SOA ns.example. root.example. " + serial + " 3600 600 86400 60");
    }

    @Test
    void a_zone_has_what_its_file_says() {
        Zone zone = zone("example.", HEAD + "www 60 A 192.0.2.2\nwww A 192.0.2.3\nwww A 192.0.2.3\na.b.c TXT x\n");
        assertThat(zone).hasToString("example. at serial 1, 6 records");
        assertThat(zone.records().findFirst()).hasValue(soa(1));
        Rrset www = set(zone, "WWW.example.", 1);
        assertThat(www.size()).isEqualTo(2);
        assertThat(www.ttl()).as("RFC 2181 §5.2: the lowest").isEqualTo(60);
        assertThat(zone.node(name("b.c.example."))).as("an empty non-terminal").isNotNull();
        assertThat(zone.node(name("d.example."))).isNull();
        assertThat(zone.encloser(name("x.y.b.c.example.")).name()).isEqualTo(name("b.c.example."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "www A 192.0.2.256 | test:5: | Invalid address: 192.0.2.256",
                "www A | test:5: | expected",
                "www BOGUS x | test:5: | Invalid type",
                "www.other. A 192.0.2.1 | test:5: | not in the zone example.",
                "@ SOA ns root 2 3600 600 86400 60 | test:5: | two SOA records, serials 1 and 2",
                "sub SOA ns root 2 3600 600 86400 60 | test:5: | at the apex",
                "ns CNAME www | test:5: | a name with a CNAME has nothing else",
                "$INCLUDE /etc/passwd | test:5: | $INCLUDE",
                "www CH TXT x | test:5: | class",
                "a123456789012345678901234567890123456789012345678901234567890123 A 192.0.2.1 | test:5: | label"
            })
    void an_error_names_its_line(String line, String where, String what) {
        assertThatThrownBy(() -> ZoneTexts.read("example.", HEAD + line + "\nmore A 192.0.2.9\n"))
                .isInstanceOf(ZoneException.class)
                .hasMessageStartingWith(where)
                .hasMessageContaining(what);
    }

    @Test
    @Timeout(10)
    void a_large_set_takes_no_longer_than_many_small_ones() {
        StringBuilder text = new StringBuilder(HEAD);
        for (int i = 0; i < 60_000; i++) {
            text.append("many ")
                    .append(i == 50 ? 20 : 300)
                    .append(" A 10.0.")
                    .append(i >> 8 & 255)
                    .append('.')
                    .append(i & 255)
                    .append('\n');
        }
        text.append("many A 10.0.0.7\n");
        Rrset many = set(zone("example.", text.toString()), "many.example.", 1);
        assertThat(many.size()).isEqualTo(60_000);
        assertThat(many.ttl()).isEqualTo(20);
    }

    @Test
    void what_is_missing_is_named() {
        assertThatThrownBy(() -> ZoneTexts.read("example.", "@ 60 NS ns\nns 60 A 192.0.2.1\n"))
                .hasMessageContaining("has no SOA");
        assertThatThrownBy(() -> ZoneTexts.read("example.", "@ 60 SOA ns root 1 2 3 4 5\n"))
                .hasMessageContaining("has no NS");
    }

    @Test
    void unknown_types_are_kept_as_they_are() {
        Zone zone = zone("example.", HEAD + "x TYPE65280 \\# 4 0a000001\n");
        assertThat(set(zone, "x.example.", 65280).rdata(0)).containsExactly(10, 0, 0, 1);
    }

    @Test
    void a_change_is_what_makes_one_version_of_another() throws ZoneException {
        Zone before = zone("example.", HEAD + "www A 192.0.2.2\nold A 192.0.2.4\n");
        Zone after = zone(
                "example.", HEAD.replace("root 1", "root 2") + "www A 192.0.2.3\nold A 192.0.2.4\nnew A 192.0.2.5\n");
        Delta delta = after.since(before);
        assertThat(delta).hasToString("1 → 2: 1 removed, 2 added");
        Zone applied = before.apply(delta);
        assertThat(applied.records())
                .containsExactlyInAnyOrderElementsOf(after.records().toList());
        assertThatThrownBy(() -> after.apply(delta)).hasMessageContaining("is from serial 1");
        Delta wrong = new Delta(soa(1), List.of(record("gone.example. 300 A 192.0.2.9")), soa(2), List.of());
        assertThatThrownBy(() -> before.apply(wrong)).hasMessageContaining("removes what example. does not have");
    }

    @Test
    void a_new_ttl_is_a_change() {
        Zone before = zone("example.", HEAD + "www 60 A 192.0.2.2\n");
        Zone after = zone("example.", HEAD.replace("root 1", "root 2") + "www 90 A 192.0.2.2\n");
        assertThat(after.since(before)).hasToString("1 → 2: 1 removed, 1 added");
    }

    @Test
    void the_history_leads_from_a_serial_to_now() throws ZoneException {
        Zones zones = new Zones();
        zones.put(zone("example.", HEAD));
        for (int serial = 1; serial <= 5; serial++) {
            Record added = record("w" + serial + ".example. 60 A 192.0.2.7");
            zones.apply(name("example."), new Delta(soa(serial), List.of(), soa(serial + 1), List.of(added)));
        }
        assertThat(zones.history(name("example."), 3))
                .extracting(Delta::toString)
                .containsExactly("3 → 4: 0 removed, 1 added", "4 → 5: 0 removed, 1 added", "5 → 6: 0 removed, 1 added");
        assertThat(zones.history(name("example."), 6)).isEmpty();
        assertThat(zones.history(name("example."), 77)).isEmpty();
        zones.put(zone("example.", HEAD));
        assertThat(zones.history(name("example."), 3))
                .as("the serial went back")
                .isEmpty();
    }

    @Test
    void the_history_is_bounded() throws ZoneException {
        Zones zones = new Zones();
        zones.put(zone("example.", HEAD));
        for (int serial = 1; serial <= 300; serial++) {
            List<Record> many = new ArrayList<>();
            IntStream.range(0, 10).forEach(i -> many.add(record("w" + i + ".example. 60 A 192.0.2.7")));
            zones.apply(name("example."), new Delta(soa(serial), List.of(), soa(serial + 1), many));
        }
        assertThat(zones.history(name("example."), 1)).isEmpty();
        assertThat(zones.history(name("example."), 201)).hasSize(100);
    }

    @Test
    void the_deepest_zone_has_a_name() {
        Zones zones = new Zones();
        zones.put(zone("example.", HEAD));
        zones.put(zone("sub.example.", HEAD));
        zones.withhold(name("held.example."));
        assertThat(requireNonNull(zones.find(name("a.b.sub.example."))).apex()).isEqualTo(name("sub.example."));
        assertThat(requireNonNull(zones.find(name("subx.example."))).apex()).isEqualTo(name("example."));
        assertThat(requireNonNull(zones.find(name("x.held.example."))).zone()).isNull();
        assertThat(zones.find(name("test."))).isNull();
        zones.remove(name("sub.example."));
        assertThat(requireNonNull(zones.find(name("sub.example."))).apex()).isEqualTo(name("example."));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, true",
        "0, 1, false",
        "0, 4294967295, true",
        "2147483647, 0, true",
        "2147483648, 0, false",
        "0, 2147483648, false",
        "5, 5, false"
    })
    void serials_go_round(long a, long b, boolean after) {
        assertThat(Serial.after(a, b)).as("RFC 1982 §3.2").isEqualTo(after);
        assertThat(Serial.next(4294967295L)).isZero();
    }
}
