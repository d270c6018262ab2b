package sevenlayers.dns.resolve;

import java.time.Duration;

/**
 * How a resolver goes about it.
 *
 * @param port where servers listen, 53 by standard
 * @param minimise whether a server is told no more of a name than it needs (RFC 9156)
 * @param mixedCase whether letters of a name are sent in random case, which a forger must guess (draft-vixie-dnsext-dns0x20)
 * @param ipv6 whether servers are asked at their IPv6 addresses, too
 * @param ednsSize the largest datagram that is taken, 512 to 4096 (RFC 6891 §6.2.5); 0: no EDNS
 * @param firstPatience how long a server is waited for of which nothing is known
 * @param timeLimit how long a client waits for an answer of any kind
 * @param staleAfter how long a client waits before stale data will do (RFC 8767 §5: 1.8 s)
 */
public record Settings(
        int port,
        boolean minimise,
        boolean mixedCase,
        boolean ipv6,
        int ednsSize,
        Duration firstPatience,
        Duration timeLimit,
        Duration staleAfter) {

    public static final Settings DEFAULT = new Settings(
            53, true, true, false, 1232, Duration.ofMillis(800), Duration.ofSeconds(10), Duration.ofMillis(1800));

    /** RFC 1034 §5.3.3: bounded work. Questions upstream for one client's question, resent ones included. */
    static final int MOST_QUESTIONS = 120;

    /** Addresses of servers looked up for one client's question: more is an attack by long referrals ("NXNS"). */
    static final int MOST_LOOKUPS = 20;

    /** Aliases in a row. */
    static final int MOST_ALIASES = 16;

    /** Questions within questions. */
    static final int DEEPEST = 6;

    /** Questions to one address about one thing. */
    static final int MOST_TRIES = 3;

    /** Messages that pretend to be the reply, before the question goes over TCP, where none can. */
    static final int MOST_FORGERIES = 5;

    public Settings {
        if (port < 1 || port > 0xffff) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
        if (ednsSize != 0 && (ednsSize < 512 || ednsSize > 4096)) {
            throw new IllegalArgumentException("an EDNS size is 512 to 4096, or 0 for no EDNS, not " + ednsSize);
        }
        if (!firstPatience.isPositive() || !timeLimit.isPositive() || staleAfter.isNegative()) {
            throw new IllegalArgumentException("a resolver needs some time for its questions");
        }
    }

    public Settings withPort(int other) {
        return new Settings(other, minimise, mixedCase, ipv6, ednsSize, firstPatience, timeLimit, staleAfter);
    }

    public Settings withMinimise(boolean on) {
        return new Settings(port, on, mixedCase, ipv6, ednsSize, firstPatience, timeLimit, staleAfter);
    }

    public Settings withMixedCase(boolean on) {
        return new Settings(port, minimise, on, ipv6, ednsSize, firstPatience, timeLimit, staleAfter);
    }

    public Settings withIpv6(boolean on) {
        return new Settings(port, minimise, mixedCase, on, ednsSize, firstPatience, timeLimit, staleAfter);
    }

    public Settings withEdnsSize(int bytes) {
        return new Settings(port, minimise, mixedCase, ipv6, bytes, firstPatience, timeLimit, staleAfter);
    }

    public Settings withFirstPatience(Duration patience) {
        return new Settings(port, minimise, mixedCase, ipv6, ednsSize, patience, timeLimit, staleAfter);
    }

    public Settings withTimeLimit(Duration limit) {
        return new Settings(port, minimise, mixedCase, ipv6, ednsSize, firstPatience, limit, staleAfter);
    }

    public Settings withStaleAfter(Duration patience) {
        return new Settings(port, minimise, mixedCase, ipv6, ednsSize, firstPatience, timeLimit, patience);
    }
}
