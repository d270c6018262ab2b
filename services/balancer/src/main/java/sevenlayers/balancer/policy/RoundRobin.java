package sevenlayers.balancer.policy;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

/**
 * Each backend in its turn.
 *
 * <p>One counter for all threads, so that over any stretch of turns with an unchanged list the most and the least chosen backend
 * differ by at most one. A request that comes back because its backend turned it away takes a new turn like any other: with a
 * dead backend in the list, what would have been its share falls evenly on the rest.
 */
public final class RoundRobin implements Policy {
    private final AtomicLong turns = new AtomicLong();

    @Override
    public String name() {
        return "round_robin";
    }

    @Override
    public Choice select(Snapshot snapshot, Request request) {
        if (!Untried.any(snapshot, request)) {
            return Untried.none(snapshot);
        }
        List<Backend> backends = snapshot.candidates();
        long turn = turns.getAndIncrement();
        int first = (int) Long.remainderUnsigned(turn, backends.size());
        int passedOver = 0;
        while (request.tried().contains(backends.get((first + passedOver) % backends.size()))) {
            passedOver++;
        }
        Backend picked = backends.get((first + passedOver) % backends.size());
        return new Choice.Picked(picked, new Turn(turn + 1, backends.size(), passedOver));
    }

    private record Turn(long turn, int backends, int passedOver) implements Reason {
        @Override
        public String text() {
            String text = "turn " + turn + " of " + Untried.count(backends);
            return passedOver == 0 ? text : text + ", " + passedOver + " passed over: tried before";
        }
    }
}
