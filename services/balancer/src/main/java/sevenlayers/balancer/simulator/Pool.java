package sevenlayers.balancer.simulator;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** The backends as they really are, which no balancer sees: servers, queues, and how much each has worked. */
final class Pool {
    private static final class Member {
        private final SimulatedBackend is;
        private final Servers servers;
        private final DoubleUnaryOperator serviceTimes;
        private long underWay;
        private long mostUnderWay;
        private long picks;
        private long failed;
        private double busyNanos;

        Member(SimulatedBackend is) {
            this.is = is;
            servers = new Servers(is.servers());
            serviceTimes = is.service().quantiles();
        }

        long largestQueue() {
            return Math.max(0, mostUnderWay - is.servers());
        }
    }

    private final Member[] members;
    private final UnderWay underWay = new UnderWay();

    /** From when on it is measured how much they work. */
    private long measuredFrom = Long.MAX_VALUE;

    private long lastStart;
    private long lastEnd;
    private boolean lastFails;

    Pool(List<SimulatedBackend> backends) {
        members = backends.stream().map(Member::new).toArray(Member[]::new);
    }

    /** What is under way. */
    UnderWay underWay() {
        return underWay;
    }

    /** Requests that a backend has not ended yet. */
    long underWayAt(int place) {
        return members[place].underWay;
    }

    /** Counts from now on. */
    void measureFrom(long now) {
        measuredFrom = now;
        for (Member member : members) {
            member.picks = 0;
            member.failed = 0;
            member.mostUnderWay = member.underWay;
        }
    }

    /**
     * A request arrives at a backend. What becomes of it is known at once; the questions below tell it.
     *
     * @param balancer who will be told when it ends
     * @param serviceLuck from 0 to less than 1: short to long
     * @param failureLuck from 0 to less than 1: it fails if this is less than the backend's share of failures
     */
    void send(int place, int balancer, long now, double serviceLuck, double failureLuck) {
        Member member = members[place];
        lastFails = failureLuck < member.is.failing().share();
        long service = lastFails
                ? member.is.failing().takesNanos()
                : Math.round(member.serviceTimes.applyAsDouble(serviceLuck) / member.is.speed());
        lastStart = member.servers.start(now, service);
        lastEnd = Servers.end(lastStart, service);
        underWay.add(now, lastStart, lastEnd, balancer * members.length + place, lastFails);
        member.picks++;
        member.failed += lastFails ? 1 : 0;
        member.mostUnderWay = Math.max(member.mostUnderWay, ++member.underWay);
    }

    /** When the one that was sent last starts to be served. */
    long lastStart() {
        return lastStart;
    }

    /** When it will have been served. */
    long lastEnd() {
        return lastEnd;
    }

    /** Whether it will have failed. */
    boolean lastFails() {
        return lastFails;
    }

    /** The request that ends next ends, and its balancer hears of it. */
    void endNext(View[] views) {
        int request = underWay.next();
        long end = underWay.nextEnd();
        int where = underWay.where(request);
        int balancer = where / members.length;
        int place = where - balancer * members.length;
        Member member = members[place];
        member.underWay--;
        work(member, underWay.startedAt(request), end);
        views[balancer].end(place, underWay.fails(request), end, end - underWay.arrivedAt(request));
        underWay.remove();
    }

    /** The results, with what is still under way counted as far as it has come. */
    List<Outcome.OfBackend> results(long now) {
        while (underWay.size() > 0) {
            int request = underWay.next();
            work(members[underWay.where(request) % members.length], underWay.startedAt(request), now);
            underWay.remove();
        }
        double measured = Math.max(1, now - measuredFrom);
        return List.of(members).stream()
                .map(member -> new Outcome.OfBackend(
                        member.is.name(),
                        member.picks,
                        member.failed,
                        member.busyNanos / measured / member.is.servers(),
                        member.largestQueue()))
                .toList();
    }

    private void work(Member member, long from, long to) {
        member.busyNanos += Math.max(0, to - Math.max(from, measuredFrom));
    }
}
