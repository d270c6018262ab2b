package sevenlayers.dns.program;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import sevenlayers.dns.server.Access;
import sevenlayers.dns.transfer.Peer;
import sevenlayers.dns.tsig.Key;

/** Reads the file: a setting on each line, a word and what it is set to; {@code #} begins a comment. Paths are relative to the file. */
final class ConfigurationReader {
    private static final Pattern DURATION = Pattern.compile("(-?\\d+)(ms|s|m|h|d)?");
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** Follows one setting. */
    private interface Setting {
        void follow(List<String> words) throws ConfigurationException;
    }

    private record Known(String usage, Setting setting) {}

    private final Configuration configuration = new Configuration();
    private final Map<String, Known> known = new TreeMap<>();
    private final Path folder;
    private final InstantSource clock;

    private ConfigurationReader(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
        addresses();
        zones();
        resolver();
    }

    /**
     * Reads a file.
     *
     * @param clock by which an absolute time becomes an offset
     * @throws ConfigurationException file, line, what is wrong, what is allowed
     */
    static Configuration read(Path file, InstantSource clock) throws ConfigurationException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new ConfigurationException(file + " cannot be read: " + e.getMessage());
        }
        Path absolute = file.toAbsolutePath().normalize();
        ConfigurationReader reader = new ConfigurationReader(
                Optional.ofNullable(absolute.getParent()).orElse(Path.of("/")), clock);
        for (int i = 0; i < lines.size(); i++) {
            try {
                reader.line(lines.get(i));
            } catch (ConfigurationException e) {
                throw new ConfigurationException(file + ":" + (i + 1) + ": " + e.getMessage());
            }
        }
        if (reader.configuration.listen.isEmpty()) {
            throw new ConfigurationException(
                    file + ": nothing to listen on; allowed: listen ADDRESS PORT, once or more");
        }
        return reader.configuration;
    }

    private void line(String line) throws ConfigurationException {
        int comment = line.indexOf('#');
        List<String> words = new ArrayList<>(Arrays.asList(
                (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+")));
        String word = words.removeFirst();
        if (word.isEmpty()) {
            return;
        }
        Known setting = known.get(word);
        if (setting == null) {
            throw new ConfigurationException(
                    "\"" + word + "\" is no setting; allowed: " + String.join(", ", known.keySet()));
        }
        try {
            setting.setting().follow(words);
        } catch (IndexOutOfBoundsException tooFew) {
            throw new ConfigurationException("something is missing; allowed: " + word + " " + setting.usage());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage() + "; allowed: " + word + " " + setting.usage());
        }
    }

    private void setting(String word, String usage, Setting setting) {
        known.put(word, new Known(usage, setting));
    }

    private void addresses() {
        setting("listen", "ADDRESS PORT", w -> configuration.listen.add(socket(w)));
        setting("source", "ADDRESS", w -> configuration.source = Optional.of(address(w.get(0))));
        setting("allow", "NETWORK, as in 192.0.2.0/24; or all", w -> configuration.allow.addAll(networks(w)));
        setting("key", "NAME ALGORITHM SECRET, before it is used: hmac-sha256 and 16 bytes or more in base64", w -> {
            Key key = Key.of(name(w.get(0)), w.get(1), w.get(2));
            configuration.keys.put(key.name(), key);
        });
        setting("allow-transfer", "NETWORK; or all; or key NAME", w -> {
            if (w.get(0).equals("key")) {
                configuration.transferKeys.add(key(w.get(1)).name());
            } else {
                configuration.transfer.addAll(networks(w));
            }
        });
        setting("identity", "NAME", w -> configuration.identity = w.get(0));
        setting(
                "rate-limit",
                "REPLIES a second, 0: none",
                w -> configuration.rateLimit = number(w.get(0), 0, 1_000_000));
        setting("clock-offset", "DURATION, as in 3600s or -1d", w -> configuration.clockOffset = duration(w.get(0)));
        setting(
                "clock",
                "INSTANT, as in 2026-01-01T00:00:00Z: what the clock says when the program starts",
                w -> configuration.clockOffset = Duration.between(clock.instant(), instant(w.get(0))));
    }

    private void zones() {
        setting("zone", "NAME FILE", w -> configuration.zones.put(name(w.get(0)), folder.resolve(w.get(1))));
        setting(
                "secondary",
                "NAME ADDRESS PORT, and the name of a key where messages are signed",
                w -> configuration
                        .secondaries
                        .computeIfAbsent(name(w.get(0)), _ -> new ArrayList<>())
                        .add(peer(w.subList(1, w.size()))));
        setting(
                "notify",
                "NAME ADDRESS PORT, and the name of a key where messages are signed",
                w -> configuration
                        .notify
                        .computeIfAbsent(name(w.get(0)), _ -> new ArrayList<>())
                        .add(peer(w.subList(1, w.size()))));
    }

    private void resolver() {
        setting("resolver", "on or off", w -> configuration.resolver = onOff(w.get(0)));
        setting("hints", "FILE of NS and A records", w -> configuration.hints = Optional.of(folder.resolve(w.get(0))));
        setting(
                "root",
                "NAME ADDRESS",
                w -> configuration
                        .roots
                        .computeIfAbsent(name(w.get(0)), _ -> new ArrayList<>())
                        .add(address(w.get(1))));
        setting("upstream-port", "1 to 65535", w -> configuration.upstreamPort = number(w.get(0), 1, 65_535));
        setting("minimise", "on or off", w -> configuration.minimise = onOff(w.get(0)));
        setting("mixed-case", "on or off", w -> configuration.mixedCase = onOff(w.get(0)));
        setting("ipv6", "on or off", w -> configuration.ipv6 = onOff(w.get(0)));
        setting("edns-size", "512 to 4096, or 0", w -> configuration.ednsSize = number(w.get(0), 0, 4096));
        setting("cache", "on or off", w -> configuration.cache = onOff(w.get(0)));
        setting("cache-entries", "1 to 10000000", w -> configuration.cacheEntries = number(w.get(0), 1, 10_000_000));
        setting("serve-stale", "on or off", w -> configuration.serveStale = onOff(w.get(0)));
        setting("time-limit", "DURATION", w -> configuration.timeLimit = duration(w.get(0)));
        setting("first-patience", "DURATION", w -> configuration.firstPatience = duration(w.get(0)));
        setting("forwarding", "off: questions are never forwarded to another resolver", w -> {
            if (onOff(w.get(0))) {
                throw new IllegalArgumentException("this resolver asks servers itself");
            }
        });
    }

    private static InetSocketAddress socket(List<String> words) throws ConfigurationException {
        return new InetSocketAddress(address(words.get(0)), number(words.get(1), 1, 65_535));
    }

    private Peer peer(List<String> words) throws ConfigurationException {
        Optional<Key> key = words.size() > 2 ? Optional.of(key(words.get(2))) : Optional.empty();
        return new Peer(socket(words), key);
    }

    private Key key(String name) throws ConfigurationException {
        Key key = configuration.keys.get(name(name));
        if (key == null) {
            throw new ConfigurationException(
                    "there is no key \"" + name + "\" above; allowed: key NAME ALGORITHM SECRET");
        }
        return key;
    }

    private static InetAddress address(String text) throws ConfigurationException {
        try {
            if (ADDRESS.matcher(text).matches()) {
                return InetAddress.getByName(text);
            }
        } catch (UnknownHostException e) {
            // said below
        }
        throw new ConfigurationException("\"" + text + "\" is no address; allowed: 192.0.2.1 or 2001:db8::1");
    }

    private static List<Access.Network> networks(List<String> words) {
        return words.get(0).equals("all") ? Access.EVERYBODY.networks() : List.of(Access.Network.of(words.get(0)));
    }

    private static Name name(String text) throws ConfigurationException {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new ConfigurationException("\"" + text + "\" is no name: " + e.getMessage());
        }
    }

    private static int number(String text, int from, int to) {
        try {
            int number = Integer.parseInt(text);
            if (number >= from && number <= to) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("\"" + text + "\" is no number from " + from + " to " + to);
    }

    private static boolean onOff(String text) {
        return switch (text) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new IllegalArgumentException("\"" + text + "\" is neither on nor off");
        };
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no duration such as 800ms, 10s or -1d");
        }
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofSeconds(number);
        };
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no instant such as 2026-01-01T00:00:00Z");
        }
    }
}
