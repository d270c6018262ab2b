package sevenlayers.handshake.network;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Random early detection. The names are those of Floyd and Jacobson, "Random Early Detection Gateways for Congestion Avoidance" (1993),
 * figure 2; above the maximum threshold the probability goes on rising to 1 at twice of it (Floyd, "gentle", 2000).
 */
final class RedQueue extends PacketQueue {
    /** Of a typical packet, by which idle time is counted in packets that could have been sent. */
    private static final int TYPICAL_BYTES = 500;

    private final QueueSettings.Red settings;
    private final RandomGenerator chance;
    private final long typicalNanos;
    private double avg;
    private int count = -1;
    private long idleSinceNanos;

    RedQueue(QueueSettings.Red settings, LinkSettings link, RandomGenerator chance, Drops drops) {
        super(drops);
        this.settings = settings;
        this.chance = chance;
        this.typicalNanos = Math.max(1, link.transmissionNanos(TYPICAL_BYTES));
    }

    @Override
    void offer(Packet packet, long nowNanos) {
        if (packets() > 0) {
            avg += settings.weight() * (packets() - avg);
        } else {
            // As if so many small packets had found an empty queue.
            avg *= Math.pow(1 - settings.weight(), (double) (nowNanos - idleSinceNanos) / typicalNanos);
        }
        if (packets() >= settings.packets()) {
            count = 0;
            drop(packet, Loss.QUEUE_FULL);
        } else if (strikes()) {
            count = 0;
            Packet marked = settings.ecn() && avg < 2.0 * settings.maximum() ? marked(packet) : null;
            if (marked == null) {
                drop(packet, Loss.QUEUE_EARLY);
            } else {
                add(marked, nowNanos);
            }
        } else {
            add(packet, nowNanos);
        }
    }

    private boolean strikes() {
        double min = settings.minimum();
        double max = settings.maximum();
        if (avg < min) {
            count = -1;
            return false;
        }
        count++;
        double pb;
        if (avg < max) {
            pb = settings.maximumProbability() * (avg - min) / (max - min);
        } else if (avg < 2 * max) {
            pb = settings.maximumProbability() + (1 - settings.maximumProbability()) * (avg - max) / max;
        } else {
            return true;
        }
        // pa = pb / (1 - count * pb): the gaps between drops are spread evenly, not by luck.
        double pa = count * pb < 1 ? pb / (1 - count * pb) : 1;
        return chance.nextDouble() < pa;
    }

    @Override
    @Nullable
    Packet poll(long nowNanos) {
        Waiting first = take();
        if (packets() == 0) {
            idleSinceNanos = nowNanos;
        }
        return first == null ? null : first.packet();
    }
}
