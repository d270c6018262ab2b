package sevenlayers.labs.selftest;

import java.util.Optional;

/** Each measurement in its shortest form: that a figure comes out of it. What the figure is says nothing on a machine that is busy. */
final class Benches {
    /** The first one may have to build what it measures. */
    private static final int MINUTES = 15;

    private static final String PER_SECOND = "requests per CPU second";

    private final Trial trial;

    Benches(Trial trial) {
        this.trial = trial;
    }

    /** Runs them all. Empty if all is well, else what was wrong. */
    Optional<String> run() {
        try {
            bench("policies", "round_robin", "--seconds", "1")
                    .says("3 backends", "1,000", "2 threads", "round_robin  ");
            bench("simulator", "--backends", "3", "--requests", "1000").says("3 backends, 1,000 requests", PER_SECOND);
            bench("tcp", "--seconds", "0.1")
                    .says("scheduler, 1,000 timers", "TCP, nobody watches", "10,000", "an idle connection");
            bench("idle", "--connections", "50").says("50", "heap");
            if (trial.sh("command -v h2load").exit() == 0) {
                bench("balancer", "--rounds", "1", "--seconds", "1")
                        .says("L7  Seven Layers", "L4  Seven Layers", "ratio");
            } else {
                trial.leftOut().accept("./lab bench balancer: h2load is not installed");
            }
            bench("dns", "--rounds", "1", "--seconds", "1", "--records", "10000")
                    .says(
                            "a zone",
                            "the cache",
                            trial.sh("command -v dnsperf").exit() == 0 ? "Cached answers" : "dnsperf");
            bench("crypto", "--rounds", "1", "--seconds", "1")
                    .says("AES_256_GCM encrypt", "GB/s", "ED25519 sign", "Seven Layers", "OpenSSL");
            return Optional.empty();
        } catch (Broken e) {
            return Optional.of(e.sentence());
        }
    }

    private Answered bench(String what, String... words) {
        trial.say().accept("./lab bench " + what);
        String line = "./lab bench " + what + " " + String.join(" ", words);
        return trial.sh(MINUTES, line).succeeds();
    }
}
