package sevenlayers.dns.cache;

import java.time.Duration;

/**
 * What a cache holds, and for how long.
 *
 * @param entries the most that it holds, record sets and negative answers alike
 * @param longest the longest that a record set is kept, whatever its TTL says (RFC 8767 §4: from days to a week)
 * @param longestDenial the longest that a negative answer is kept (RFC 2308 §5: one to three hours work well)
 * @param failure how long a failure is remembered (RFC 9520 §3.2: 1 s to 5 min)
 * @param stale how long what has expired may still serve where no server answers (RFC 8767 §5); zero: not at all
 */
public record Limits(int entries, Duration longest, Duration longestDenial, Duration failure, Duration stale) {
    public static final Limits DEFAULT =
            new Limits(1_000_000, Duration.ofDays(1), Duration.ofHours(3), Duration.ofSeconds(5), Duration.ofDays(1));

    public Limits {
        if (entries < 1) {
            throw new IllegalArgumentException("a cache holds an entry at least; a resolver without one has longest=0");
        }
        if (longest.isNegative() || longestDenial.isNegative() || failure.isNegative() || stale.isNegative()) {
            throw new IllegalArgumentException("times are zero or more");
        }
    }

    /** Nothing is remembered from one question to the next. */
    public static Limits nothing() {
        return new Limits(1, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    public Limits withEntries(int most) {
        return new Limits(most, longest, longestDenial, failure, stale);
    }

    public Limits withStale(Duration longestStale) {
        return new Limits(entries, longest, longestDenial, failure, longestStale);
    }
}
