package sevenlayers.balancer;

import java.time.Duration;
import sevenlayers.balancer.health.Checks;
import sevenlayers.balancer.health.HealthRules;
import sevenlayers.balancer.health.Outliers;
import sevenlayers.balancer.health.SlowStart;
import sevenlayers.balancer.v1.ActiveChecks;
import sevenlayers.balancer.v1.CheckKind;
import sevenlayers.balancer.v1.HealthSettings;
import sevenlayers.balancer.v1.OutlierDetection;
import sevenlayers.chassis.errors.Violations;

/** Health settings as the contract has them, and as we have them. */
final class HealthMessages {
    private HealthMessages() {}

    /**
     * The rules with what the message says put in their place, a group at a time.
     *
     * @param path of the message in the request, as in {@code settings.health}
     * @param violations is told all that is wrong; if there is anything, the result must not be used
     */
    static HealthRules rules(HealthRules now, HealthSettings message, String path, Violations violations) {
        return new HealthRules(
                message.hasActive() ? checks(message.getActive(), path + ".active.", violations) : now.checks(),
                message.hasOutliers()
                        ? outliers(message.getOutliers(), path + ".outliers.", violations)
                        : now.outliers(),
                message.hasSlowStart() ? slowStart(message, path + ".slow_start.", violations) : now.slowStart(),
                message.hasPanicPercent()
                        ? range(path + ".panic_percent", message.getPanicPercent(), 0, 100, violations)
                        : now.panicPercent());
    }

    private static Checks checks(ActiveChecks said, String path, Violations violations) {
        Checks start = Checks.STARTING;
        violations.check(
                said.getKind() != CheckKind.UNRECOGNIZED,
                path + "kind",
                "not a kind of check; allowed: CHECK_KIND_NONE, CHECK_KIND_TCP, CHECK_KIND_GRPC");
        return new Checks(
                switch (said.getKind()) {
                    case CHECK_KIND_TCP -> Checks.Kind.TCP;
                    case CHECK_KIND_GRPC -> Checks.Kind.GRPC;
                    case CHECK_KIND_NONE, CHECK_KIND_UNSPECIFIED, UNRECOGNIZED -> Checks.Kind.NONE;
                },
                said.hasIntervalMillis()
                        ? millis(path + "interval_millis", said.getIntervalMillis(), 100, 60_000, violations)
                        : start.interval(),
                said.hasTimeoutMillis()
                        ? millis(path + "timeout_millis", said.getTimeoutMillis(), 10, 10_000, violations)
                        : start.timeout(),
                said.hasUnhealthyAfter()
                        ? range(path + "unhealthy_after", said.getUnhealthyAfter(), 1, 10, violations)
                        : start.unhealthyAfter(),
                said.hasHealthyAfter()
                        ? range(path + "healthy_after", said.getHealthyAfter(), 1, 10, violations)
                        : start.healthyAfter());
    }

    private static Outliers outliers(OutlierDetection said, String path, Violations violations) {
        Outliers start = Outliers.STARTING;
        Duration base = said.hasBaseEjectionMillis()
                ? millis(path + "base_ejection_millis", said.getBaseEjectionMillis(), 100, 600_000, violations)
                : start.baseEjection();
        // gRFC A50: "If not specified, the default value (300s) or the
        // base_ejection_time value is applied, whatever is larger."
        Duration longest = base.compareTo(start.maxEjection()) > 0 ? base : start.maxEjection();
        return new Outliers(
                said.getEnabled(),
                said.hasIntervalMillis()
                        ? millis(path + "interval_millis", said.getIntervalMillis(), 100, 60_000, violations)
                        : start.interval(),
                base,
                said.hasMaxEjectionMillis()
                        ? millis(
                                path + "max_ejection_millis",
                                said.getMaxEjectionMillis(),
                                base.toMillis(),
                                3_600_000,
                                violations)
                        : longest,
                said.hasMaxEjectionPercent()
                        ? range(path + "max_ejection_percent", said.getMaxEjectionPercent(), 0, 100, violations)
                        : start.maxEjectionPercent(),
                said.hasConsecutiveFailures()
                        ? range(path + "consecutive_failures", said.getConsecutiveFailures(), 0, 100, violations)
                        : start.consecutiveFailures(),
                said.hasSuccessRateStdevFactor()
                        ? range(
                                path + "success_rate_stdev_factor",
                                said.getSuccessRateStdevFactor(),
                                0,
                                10_000,
                                violations)
                        : start.stdevFactor(),
                said.hasSuccessRateMinimumHosts()
                        ? range(
                                path + "success_rate_minimum_hosts",
                                said.getSuccessRateMinimumHosts(),
                                1,
                                100,
                                violations)
                        : start.successRateHosts(),
                said.hasSuccessRateRequestVolume()
                        ? range(
                                path + "success_rate_request_volume",
                                said.getSuccessRateRequestVolume(),
                                1,
                                100_000,
                                violations)
                        : start.successRateVolume(),
                said.hasFailurePercentageThreshold()
                        ? range(
                                path + "failure_percentage_threshold",
                                said.getFailurePercentageThreshold(),
                                0,
                                100,
                                violations)
                        : start.failurePercent(),
                said.hasFailurePercentageMinimumHosts()
                        ? range(
                                path + "failure_percentage_minimum_hosts",
                                said.getFailurePercentageMinimumHosts(),
                                1,
                                100,
                                violations)
                        : start.failureHosts(),
                said.hasFailurePercentageRequestVolume()
                        ? range(
                                path + "failure_percentage_request_volume",
                                said.getFailurePercentageRequestVolume(),
                                1,
                                100_000,
                                violations)
                        : start.failureVolume(),
                said.hasEnforcingPercent()
                        ? range(path + "enforcing_percent", said.getEnforcingPercent(), 0, 100, violations)
                        : start.enforcingPercent());
    }

    private static SlowStart slowStart(HealthSettings message, String path, Violations violations) {
        sevenlayers.balancer.v1.SlowStart said = message.getSlowStart();
        SlowStart start = SlowStart.STARTING;
        if (said.hasAggression()) {
            violations.range(path + "aggression", said.getAggression(), 0.1, 10);
        }
        return new SlowStart(
                millis(path + "window_millis", said.getWindowMillis(), 0, 600_000, violations),
                said.hasAggression() ? said.getAggression() : start.aggression(),
                said.hasMinimumPercent()
                        ? range(path + "minimum_percent", said.getMinimumPercent(), 1, 100, violations)
                        : start.minimumPercent());
    }

    private static int range(String field, int value, int min, int max, Violations violations) {
        violations.range(field, value, min, max);
        return value;
    }

    private static Duration millis(String field, int value, long min, long max, Violations violations) {
        violations.range(field, value, min, max);
        return Duration.ofMillis(value);
    }

    /** All of the rules, nothing left out. */
    static HealthSettings.Builder message(HealthRules rules) {
        return HealthSettings.newBuilder()
                .setActive(message(rules.checks()))
                .setOutliers(message(rules.outliers()))
                .setSlowStart(sevenlayers.balancer.v1.SlowStart.newBuilder()
                        .setWindowMillis((int) rules.slowStart().window().toMillis())
                        .setAggression(rules.slowStart().aggression())
                        .setMinimumPercent(rules.slowStart().minimumPercent()))
                .setPanicPercent(rules.panicPercent());
    }

    private static ActiveChecks message(Checks checks) {
        return ActiveChecks.newBuilder()
                .setKind(
                        switch (checks.kind()) {
                            case NONE -> CheckKind.CHECK_KIND_NONE;
                            case TCP -> CheckKind.CHECK_KIND_TCP;
                            case GRPC -> CheckKind.CHECK_KIND_GRPC;
                        })
                .setIntervalMillis((int) checks.interval().toMillis())
                .setTimeoutMillis((int) checks.timeout().toMillis())
                .setUnhealthyAfter(checks.unhealthyAfter())
                .setHealthyAfter(checks.healthyAfter())
                .build();
    }

    private static OutlierDetection message(Outliers outliers) {
        return OutlierDetection.newBuilder()
                .setEnabled(outliers.enabled())
                .setIntervalMillis((int) outliers.interval().toMillis())
                .setBaseEjectionMillis((int) outliers.baseEjection().toMillis())
                .setMaxEjectionMillis((int) outliers.maxEjection().toMillis())
                .setMaxEjectionPercent(outliers.maxEjectionPercent())
                .setConsecutiveFailures(outliers.consecutiveFailures())
                .setSuccessRateStdevFactor(outliers.stdevFactor())
                .setSuccessRateMinimumHosts(outliers.successRateHosts())
                .setSuccessRateRequestVolume(outliers.successRateVolume())
                .setFailurePercentageThreshold(outliers.failurePercent())
                .setFailurePercentageMinimumHosts(outliers.failureHosts())
                .setFailurePercentageRequestVolume(outliers.failureVolume())
                .setEnforcingPercent(outliers.enforcingPercent())
                .build();
    }
}
