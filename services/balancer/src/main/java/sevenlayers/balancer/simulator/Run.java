package sevenlayers.balancer.simulator;

import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import sevenlayers.balancer.policy.Policy;

/**
 * One policy in a scenario.
 *
 * <p>The loop takes one arrival after the other. Before each, everything that ends up to that moment ends, so that the balancers know what
 * they would know, and what is listed changes if it is time. Then a balancer chooses, and the backend says at once when the request will
 * have been served ({@link Servers}); a heap keeps that moment until time gets there.
 *
 * <p>Chance has a stream of its own for each thing that it decides, all from the scenario's seed: a policy that draws at random takes nothing
 * from the arrivals, and each policy gets the same users with the same luck.
 */
public final class Run {
    /** So many requests are under way at most; the next one is turned away. Without this an overload would fill the memory. */
    public static final int MOST_UNDER_WAY = 100_000;

    /** Requests between two questions whether to stop. */
    private static final int PATIENCE = 1_024;

    private final Scenario scenario;
    private final BooleanSupplier stop;
    private final Arrivals.Clock arrivals;
    private final RandomGenerator service;
    private final RandomGenerator failure;
    private final RandomGenerator key;
    private final RandomGenerator door;
    private final Membership membership;
    private final View[] views;
    private final Pool pool;
    private final Asked asked;
    private final Tally tally = new Tally();
    private int[] listed = {};

    private Run(Scenario scenario, Function<RandomGenerator, Policy> policy, BooleanSupplier stop) {
        this.scenario = scenario;
        this.stop = stop;
        // SplittableRandom's sequence for a seed is part of its specification, so a seed means the same on every JDK.
        SplittableRandom seeds = new SplittableRandom(scenario.seed());
        arrivals = scenario.arrivals().clock(seeds.split());
        service = seeds.split();
        failure = seeds.split();
        key = seeds.split();
        door = seeds.split();
        membership = new Membership(scenario);
        views = new View[scenario.balancers()];
        for (int balancer = 0; balancer < views.length; balancer++) {
            views[balancer] = new View(scenario, policy.apply(seeds.split()));
        }
        pool = new Pool(scenario.backends());
        asked = new Asked(scenario.keys());
    }

    /**
     * Runs a scenario to its end.
     *
     * @param policy makes a policy that draws from the given chance; asked once for each balancer
     * @param stop asked again and again; true ends the run
     * @throws CancellationException it was stopped
     */
    public static Outcome of(Scenario scenario, Function<RandomGenerator, Policy> policy, BooleanSupplier stop) {
        return new Run(scenario, policy, stop).run();
    }

    private Outcome run() {
        list(0);
        long now = 0;
        int slices = 0;
        for (int request = 0; request < scenario.requests(); request++) {
            if (request % PATIENCE == 0) {
                stopIfAsked();
            }
            now = arrivals.next();
            endUntil(now);
            if (membership.next() <= now) {
                list(now);
            }
            if (request == scenario.warmUp()) {
                pool.measureFrom(now);
            }
            arrive(now, request >= scenario.warmUp());
            if (request - scenario.warmUp() + 1 == sliceEnd(slices)) {
                slice(now);
                slices++;
            }
        }
        return tally.outcome(pool.results(now));
    }

    private void stopIfAsked() {
        if (stop.getAsBoolean()) {
            throw new CancellationException("the run was stopped");
        }
    }

    private void endUntil(long now) {
        while (pool.underWay().size() > 0 && pool.underWay().nextEnd() <= now) {
            pool.endNext(views);
        }
    }

    private void list(long now) {
        Membership.Listing listing = membership.at(now);
        listed = listing.backends();
        for (View view : views) {
            stopIfAsked(); // a table may take its time
            view.list(listing);
        }
    }

    private void arrive(long now, boolean measured) {
        // Each request takes the same from each stream, whatever becomes of it.
        double serviceLuck = service.nextDouble();
        double failureLuck = failure.nextDouble();
        asked.next(now, key.nextDouble());
        int balancer = views.length == 1 ? 0 : door.nextInt(views.length);
        if (pool.underWay().size() >= MOST_UNDER_WAY) {
            if (measured) {
                tally.turnedAway();
            }
            return;
        }
        int place = views[balancer].choose(asked);
        if (place == View.NONE) {
            if (measured) {
                tally.withoutBackend();
            }
            return;
        }
        pool.send(place, balancer, now, serviceLuck, failureLuck);
        if (!measured) {
            return;
        }
        if (pool.lastFails()) {
            tally.failed();
        } else {
            tally.served(pool.lastEnd() - now, pool.lastStart() - now);
        }
    }

    /** The measured request, counted from 1, that ends a slice; with fewer requests than slices, each is one. */
    private long sliceEnd(int slice) {
        long measured = scenario.requests() - scenario.warmUp();
        long slices = Math.min(Tally.SLICES, measured);
        return slice < slices ? (slice + 1) * measured / slices : -1;
    }

    private void slice(long now) {
        long most = 0;
        long fewest = Long.MAX_VALUE;
        for (int place = 0; place < scenario.backends().size(); place++) {
            most = Math.max(most, pool.underWayAt(place));
        }
        for (int place : listed) {
            fewest = Math.min(fewest, pool.underWayAt(place));
        }
        tally.slice(now, most, listed.length == 0 ? 0 : fewest);
    }
}
