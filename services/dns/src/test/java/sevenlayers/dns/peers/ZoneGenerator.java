package sevenlayers.dns.peers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes up zones that have all that makes answers difficult, the same for the same seed. */
final class ZoneGenerator {
    private static final List<String> LABELS = List.of("a", "b", "c", "d", "*", "www", "mail");

    private final Random random;
    private final String apex;
    private final Map<String, List<String>> names = new LinkedHashMap<>();

    private ZoneGenerator(long seed, String apex) {
        this.random = new Random(seed);
        this.apex = apex;
    }

    /** The text of a zone. */
    static String zone(long seed, String apex) {
        ZoneGenerator generator = new ZoneGenerator(seed, apex);
        for (int i = 0; i < 40; i++) {
            generator.name();
        }
        return generator.text();
    }

    private void name() {
        StringBuilder name = new StringBuilder();
        for (int depth = 1 + random.nextInt(4); depth > 0; depth--) {
            name.append(LABELS.get(random.nextInt(LABELS.size()))).append(depth == 1 ? "" : ".");
        }
        // An alias, a redirection or a delegation is alone with its name, and has nothing below it; that is told in
        // other tests.
        if (names.containsKey(name.toString()) || hidden(name.toString())) {
            return;
        }
        names.put(name.toString(), records(name.toString()));
    }

    private boolean hidden(String name) {
        return names.entrySet().stream()
                .filter(other -> other.getValue().stream().anyMatch(r -> r.startsWith("NS") || r.startsWith("DNAME")))
                .anyMatch(other -> name.endsWith("." + other.getKey()));
    }

    private boolean hasBelow(String name) {
        return names.keySet().stream().anyMatch(other -> other.endsWith("." + name));
    }

    private List<String> records(String name) {
        boolean wildcard = name.startsWith("*") || name.contains("*");
        int kind = random.nextInt(10);
        if (kind == 0) {
            return List.of("CNAME " + target());
        }
        if (kind == 1 && !wildcard && !hasBelow(name)) {
            return List.of("DNAME " + target());
        }
        if (kind == 2 && !wildcard && !hasBelow(name)) {
            List<String> cut = new ArrayList<>(List.of("NS ns1." + name, "NS ns.elsewhere.test."));
            if (random.nextBoolean()) {
                cut.add("DS 1 8 2 " + "ab".repeat(32));
            }
            cut.add("glue");
            return cut;
        }
        List<String> records = new ArrayList<>(List.of("A 192.0.2." + (1 + random.nextInt(250))));
        if (random.nextBoolean()) {
            records.add("TXT \"" + name + "\"");
        }
        if (random.nextInt(3) == 0) {
            records.add("MX 10 " + target());
        }
        if (random.nextInt(3) == 0) {
            records.add("AAAA 2001:db8::" + random.nextInt(100));
        }
        return records;
    }

    private String target() {
        List<String> all = List.copyOf(names.keySet());
        return switch (random.nextInt(4)) {
            case 0 -> "out.elsewhere.test.";
            case 1 -> "missing";
            default -> all.isEmpty() ? "@" : all.get(random.nextInt(all.size())).replace("*", "star");
        };
    }

    private String text() {
        StringBuilder text = new StringBuilder("$ORIGIN " + apex + "\n$TTL 300\n"
                + "@ 900 SOA ns0 root 1 3600 600 86400 60\n@ NS ns0\nns0 A 192.0.2.254\n@ MX 5 mail.a\n");
        names.forEach((name, records) -> records.forEach(record -> {
            if (record.equals("glue")) {
                text.append("ns1.").append(name).append(" A 192.0.2.253\n");
            } else {
                text.append(name).append(' ').append(record).append('\n');
            }
        }));
        return text.toString();
    }

    /** Names worth asking for: those of the text, and some above, below and beside them. */
    static List<String> questions(String text, String apex) {
        java.util.Set<String> all = new java.util.LinkedHashSet<>();
        all.add(apex);
        for (String line : text.lines().skip(2).toList()) {
            String name = line.substring(0, line.indexOf(' '));
            if (!name.equals("@")) {
                String full = name + "." + apex;
                all.add(full);
                all.add("x." + full);
                all.add("y.x." + full);
                all.add(full.replace("*", "star"));
                all.add(full.substring(full.indexOf('.') + 1));
                all.add("beside." + full.substring(full.indexOf('.') + 1));
            }
        }
        return List.copyOf(all);
    }
}
