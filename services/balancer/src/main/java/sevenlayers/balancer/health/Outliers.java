package sevenlayers.balancer.health;

import java.time.Duration;

/**
 * When a backend whose calls fail is ejected, and for how long: gRFC A50's configuration, with consecutive failures as Envoy has them.
 *
 * @param enabled whether anything is ejected at all
 * @param interval time between two looks at the numbers
 * @param baseEjection the first ejection lasts this long, each later one this long more
 * @param maxEjection but never longer than this
 * @param maxEjectionPercent at most this share of the backends at a time; but always one may be
 * @param consecutiveFailures failed calls in a row that eject a backend at once; 0: never
 * @param stdevFactor how many thousandths of a standard deviation below the mean a success rate may lie; 0: any
 * @param successRateHosts by success rate only if this many backends had enough calls
 * @param successRateVolume enough calls: this many in an interval
 * @param failurePercent ejects a backend that failed more than this percentage of its calls; 0: never
 * @param failureHosts by failure percentage only if this many backends had enough calls
 * @param failureVolume enough calls: this many in an interval
 * @param enforcingPercent an ejection by success rate or failure percentage is carried out with this probability
 */
public record Outliers(
        boolean enabled,
        Duration interval,
        Duration baseEjection,
        Duration maxEjection,
        int maxEjectionPercent,
        int consecutiveFailures,
        int stdevFactor,
        int successRateHosts,
        int successRateVolume,
        int failurePercent,
        int failureHosts,
        int failureVolume,
        int enforcingPercent) {

    /** From the start: off, with the defaults of gRFC A50, and Envoy's five failures in a row. */
    public static final Outliers STARTING = new Outliers(
            false,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(300),
            10,
            5,
            1_900,
            5,
            100,
            0,
            5,
            50,
            100);

    /** How long the nth ejection in a row lasts. */
    Duration ejection(int multiplier) {
        // gRFC A50: min(base_ejection_time * multiplier, max(base_ejection_time, max_ejection_time))
        Duration longest = maxEjection.compareTo(baseEjection) < 0 ? baseEjection : maxEjection;
        Duration grown = baseEjection.multipliedBy(multiplier);
        return grown.compareTo(longest) < 0 ? grown : longest;
    }

    /** Whether one more of so many backends may be ejected. */
    boolean allowsOneMore(int ejected, int backends) {
        // gRFC A50, max_ejection_percent: "but will eject at least one address regardless of the value". A50's
        // loop looks before it ejects and so may end one above the percentage; this one does not.
        return ejected == 0 || (ejected + 1) * 100 <= maxEjectionPercent * backends;
    }
}
