package sevenlayers.dns;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import sevenlayers.dns.transfer.TransferEvent;
import sevenlayers.dns.tree.Place;

/** What happened between primaries and secondaries: the last of it, and for those who watch all that comes. */
final class TransferLog {
    private static final int KEPT = 100;

    /** One who reads slower than things happen loses the oldest. */
    private static final int WAITING = 1000;

    /** Something that happened at a server. */
    record Entry(Place place, TransferEvent event) {}

    /** One who watches. */
    final class Watch implements AutoCloseable {
        private final BlockingQueue<Entry> waiting;

        private Watch(List<Entry> first) {
            waiting = new LinkedBlockingQueue<>(first);
        }

        BlockingQueue<Entry> waiting() {
            return waiting;
        }

        @Override
        public void close() {
            forget(this);
        }
    }

    private final Deque<Entry> kept = new ArrayDeque<>();
    private final Set<Watch> watches = new HashSet<>();

    synchronized void add(Place place, TransferEvent event) {
        Entry entry = new Entry(place, event);
        kept.add(entry);
        if (kept.size() > KEPT) {
            kept.remove();
        }
        for (Watch watch : watches) {
            if (watch.waiting.size() >= WAITING) {
                watch.waiting.poll();
            }
            watch.waiting.add(entry);
        }
    }

    /** Watches, beginning with what is kept. */
    synchronized Watch watch() {
        Watch watch = new Watch(new ArrayList<>(kept));
        watches.add(watch);
        return watch;
    }

    private synchronized void forget(Watch watch) {
        watches.remove(watch);
    }
}
