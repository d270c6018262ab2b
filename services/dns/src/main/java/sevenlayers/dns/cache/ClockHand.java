package sevenlayers.dns.cache;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;

/** Keeps a map within a number of entries by taking out what nobody has read for a while. */
final class ClockHand<K> {
    /*
     * The clock algorithm: a hand goes round all entries. One that was read since it last came by is passed over once, any other goes. It
     * comes close to "least recently used" without moving anything on a read. The map's own iterator is the hand: it may run beside writers.
     */

    private final ConcurrentMap<K, Entry> entries;
    private final int most;
    private Iterator<Map.Entry<K, Entry>> hand;

    ClockHand(ConcurrentMap<K, Entry> entries, int most) {
        this.entries = entries;
        this.most = most;
        this.hand = entries.entrySet().iterator();
    }

    void makeRoom() {
        if (entries.size() > most) {
            turn();
        }
    }

    private synchronized void turn() {
        while (entries.size() > most) {
            if (!hand.hasNext()) {
                hand = entries.entrySet().iterator();
            }
            if (hand.hasNext()) {
                Map.Entry<K, Entry> at = hand.next();
                if (at.getValue().touched) {
                    at.getValue().touched = false;
                } else {
                    entries.remove(at.getKey(), at.getValue());
                }
            }
        }
    }
}
