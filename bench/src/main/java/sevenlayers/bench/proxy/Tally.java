package sevenlayers.bench.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** One contender's rounds. */
final class Tally {
    private final List<Double> perCpuSecond = new ArrayList<>();
    private final List<Load.Result> results = new ArrayList<>();

    double add(Load.Result result, double cpuSeconds) {
        double rate = result.succeeded() / cpuSeconds;
        perCpuSecond.add(rate);
        results.add(result);
        return rate;
    }

    void clear() {
        perCpuSecond.clear();
        results.clear();
    }

    /** The median of the rounds: one that a compiler or a neighbour spoilt does not count. */
    double perCpuSecond() {
        return perCpuSecond.stream().sorted().toList().get(perCpuSecond.size() / 2);
    }

    long p50Micros() {
        return median(Load.Result::p50Micros);
    }

    long p99Micros() {
        return median(Load.Result::p99Micros);
    }

    long failed() {
        return results.stream().mapToLong(Load.Result::failed).sum();
    }

    private long median(ToLongFunction<Load.Result> what) {
        return results.stream().mapToLong(what).sorted().toArray()[results.size() / 2];
    }
}
