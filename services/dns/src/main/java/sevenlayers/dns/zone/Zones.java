package sevenlayers.dns.zone;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/** The zones that one server has, and how they came to be what they are. Read by any thread without waiting; changed by one at a time. */
public final class Zones {
    /** Changes that are remembered of a zone, for secondaries that were away; beyond it they take all of it. */
    private static final int MOST_DELTAS = 100;

    private static final int MOST_RECORDS = 20_000;

    /**
     * A zone of this server.
     *
     * @param zone what it has; null for a secondary that has not got it yet, or whose copy has expired
     */
    public record Served(Name apex, @Nullable Zone zone) {}

    /** Hears of changes, on the thread that made them. */
    public interface Watcher {
        /** @param old null where there was none */
        void changed(@Nullable Zone old, Zone now);
    }

    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final Map<Name, Deque<Delta>> histories = new HashMap<>();
    private volatile Map<Name, Served> served = Map.of();

    public void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    /** All of them. */
    public Collection<Served> all() {
        return served.values();
    }

    public Optional<Zone> at(Name apex) {
        @Nullable Served found = served.get(apex);
        return found == null || found.zone() == null ? Optional.empty() : Optional.of(found.zone());
    }

    /** The zone that a name is in: the deepest, where one lies within another. Null where it is in none. */
    public @Nullable Served find(Name name) {
        Map<Name, Served> now = served;
        if (now.isEmpty()) {
            return null;
        }
        @Nullable Served found = now.get(name);
        for (int cut = 1; found == null && cut < name.labels(); cut++) {
            found = now.get(new Name(name, cut));
        }
        return found;
    }

    /** Has a zone from now on; where it had an older version, the change is remembered. */
    public synchronized void put(Zone zone) {
        @Nullable Served before = served.get(zone.apex());
        @Nullable Zone old = before == null ? null : before.zone();
        if (old != null) {
            remember(zone.since(old));
        } else {
            histories.remove(zone.apex());
        }
        replace(new Served(zone.apex(), zone));
        watchers.forEach(watcher -> watcher.changed(old, zone));
    }

    /**
     * Changes a zone.
     *
     * @return the zone after it
     */
    public Zone apply(Name apex, Delta delta) throws ZoneException {
        return apply(apex, List.of(delta));
    }

    /**
     * Makes several changes, one after the other, or none where one of them does not fit.
     *
     * @return the zone after them
     */
    public synchronized Zone apply(Name apex, List<Delta> deltas) throws ZoneException {
        Zone old = at(apex).orElseThrow(() -> new ZoneException("there is no zone " + apex + " here"));
        Zone now = old;
        for (Delta delta : deltas) {
            now = now.apply(delta);
        }
        deltas.forEach(this::remember);
        replace(new Served(apex, now));
        for (Watcher watcher : watchers) {
            watcher.changed(old, now);
        }
        return now;
    }

    /** Is responsible for a zone, and has nothing of it: questions about it fail. */
    public synchronized void withhold(Name apex) {
        histories.remove(apex);
        replace(new Served(apex, null));
    }

    /** Has nothing to do with a zone any more. */
    public synchronized void remove(Name apex) {
        histories.remove(apex);
        Map<Name, Served> next = new HashMap<>(served);
        next.remove(apex);
        served = next;
    }

    /** The changes from a serial to what is served now, in order; empty where they are not all known, or there are none. */
    public synchronized List<Delta> history(Name apex, long from) {
        List<Delta> found = new ArrayList<>();
        long at = from;
        for (Delta delta : histories.getOrDefault(apex, new ArrayDeque<>())) {
            if (delta.from().getSerial() == at) {
                found.add(delta);
                at = delta.to().getSerial();
            } else if (!found.isEmpty()) {
                return List.of();
            }
        }
        return found;
    }

    private void remember(Delta delta) {
        Deque<Delta> history = histories.computeIfAbsent(delta.to().getName(), _ -> new ArrayDeque<>());
        // A serial that does not go forward has no history: nobody could tell before from after.
        if (!Serial.after(delta.to().getSerial(), delta.from().getSerial())) {
            history.clear();
            return;
        }
        history.add(delta);
        while (history.size() > MOST_DELTAS
                || history.stream().mapToInt(Delta::size).sum() > MOST_RECORDS) {
            history.remove();
        }
    }

    private void replace(Served now) {
        Map<Name, Served> next = new HashMap<>(served);
        next.put(now.apex(), now);
        served = next;
    }
}
