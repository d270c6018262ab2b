package sevenlayers.dns.resolve;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/** What is known of each server by experience: how fast it answers, what it does not understand, for which zones it is no use. */
final class ServerBook {
    private static final int MOST_SERVERS = 10_000;
    private static final int MOST_LAME_ZONES = 100;

    /** How long a bad mark lasts: whoever mends a server should not wait long to be asked again. */
    private static final Duration MARK = Duration.ofMinutes(5);

    private static final Duration SHORTEST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(3);
    private static final double FADING = 0.98;

    private static final class Page {
        double srttMicros;
        double varianceMicros;
        boolean known;
        Instant plainUntil = Instant.MIN;
        final Map<Name, Instant> lame = new HashMap<>();
    }

    private final Map<InetSocketAddress, Page> pages = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, Page> eldest) {
            return size() > MOST_SERVERS;
        }
    };

    /** As if nobody had been asked yet. */
    void forget() {
        pages.clear();
    }

    boolean known(InetSocketAddress server) {
        @Nullable Page page = pages.get(server);
        return page != null && page.known;
    }

    /** Zero where nothing is known. */
    Duration smoothedRtt(InetSocketAddress server) {
        @Nullable Page page = pages.get(server);
        return page == null ? Duration.ZERO : micros(page.srttMicros);
    }

    /** How long to wait for a reply, {@code tries} questions having been in vain: RFC 6298 §2 with other limits. */
    Duration patience(InetSocketAddress server, int tries, Duration first) {
        @Nullable Page page = pages.get(server);
        Duration base =
                page == null || !page.known ? first : max(micros(page.srttMicros + 4 * page.varianceMicros), SHORTEST);
        Duration doubled = base.multipliedBy(1L << Math.min(tries, 4));
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }

    void answered(InetSocketAddress server, Duration after) {
        Page page = pages.computeIfAbsent(server, _ -> new Page());
        double micros = after.toNanos() / 1e3;
        if (page.known) {
            // RFC 6298 §2.3
            page.varianceMicros = 0.75 * page.varianceMicros + 0.25 * Math.abs(page.srttMicros - micros);
            page.srttMicros = 0.875 * page.srttMicros + 0.125 * micros;
        } else {
            // RFC 6298 §2.2
            page.known = true;
            page.srttMicros = micros;
            page.varianceMicros = micros / 2;
        }
    }

    void silent(InetSocketAddress server, Duration waited) {
        Page page = pages.computeIfAbsent(server, _ -> new Page());
        page.srttMicros = Math.min(LONGEST.toNanos() / 1e3, Math.max(2 * page.srttMicros, waited.toNanos() / 1e3));
        page.known = true;
    }

    /** A server that was passed over becomes a little better, so that it is tried again one day. */
    void passedOver(InetSocketAddress server) {
        @Nullable Page page = pages.get(server);
        if (page != null) {
            page.srttMicros *= FADING;
        }
    }

    boolean speaksEdns(InetSocketAddress server, Instant now) {
        @Nullable Page page = pages.get(server);
        return page == null || !now.isBefore(page.plainUntil);
    }

    void noEdns(InetSocketAddress server, Instant now) {
        pages.computeIfAbsent(server, _ -> new Page()).plainUntil = now.plus(MARK);
    }

    boolean lame(InetSocketAddress server, Name zone, Instant now) {
        @Nullable Page page = pages.get(server);
        @Nullable Instant until = page == null ? null : page.lame.get(zone);
        return until != null && now.isBefore(until);
    }

    void markLame(InetSocketAddress server, Name zone, Instant now) {
        Page page = pages.computeIfAbsent(server, _ -> new Page());
        if (page.lame.size() >= MOST_LAME_ZONES) {
            page.lame.clear();
        }
        page.lame.put(zone, now.plus(MARK));
    }

    private static Duration micros(double micros) {
        return Duration.ofNanos((long) (micros * 1e3));
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
