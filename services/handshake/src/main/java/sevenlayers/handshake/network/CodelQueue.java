package sevenlayers.handshake.network;

import org.jspecify.annotations.Nullable;

/**
 * Controlled delay (RFC 8289): when every packet of an interval has waited longer than the target, one is dropped, and then ever more often
 * until the wait is short again. The names are those of the RFC's pseudocode, §5.
 */
final class CodelQueue extends PacketQueue {
    /** A queue of less than this is never too long, whatever the wait: one full packet. */
    private static final int MAXPACKET = 1_500;

    private final QueueSettings.Codel settings;
    private boolean dropping;
    private long firstAboveTime;
    private long dropNext;
    private int count;
    private int lastCount;
    private boolean okToDrop;

    CodelQueue(QueueSettings.Codel settings, Drops drops) {
        super(drops);
        this.settings = settings;
    }

    @Override
    void offer(Packet packet, long nowNanos) {
        if (packets() >= settings.packets()) {
            drop(packet, Loss.QUEUE_FULL);
        } else {
            add(packet, nowNanos);
        }
    }

    /** §5.6 dodequeue: the next packet, and whether the wait has been above the target for an interval. */
    private @Nullable Packet dequeue(long now) {
        okToDrop = false;
        Waiting first = take();
        if (first == null) {
            firstAboveTime = 0;
            return null;
        }
        long sojourn = now - first.sinceNanos();
        if (sojourn < settings.targetNanos() || bytes() <= MAXPACKET) {
            firstAboveTime = 0;
        } else if (firstAboveTime == 0) {
            firstAboveTime = now + settings.intervalNanos();
        } else if (now >= firstAboveTime) {
            okToDrop = true;
        }
        return first.packet();
    }

    /** §5.5 dequeue. */
    @Override
    @Nullable
    Packet poll(long now) {
        Packet packet = dequeue(now);
        if (packet == null) {
            dropping = false;
            return null;
        }
        if (dropping) {
            if (!okToDrop) {
                dropping = false;
            }
            while (dropping && packet != null && now >= dropNext) {
                count++;
                Packet marked = settings.ecn() ? marked(packet) : null;
                if (marked != null) {
                    dropNext = controlLaw(dropNext);
                    return marked;
                }
                drop(packet, Loss.QUEUE_EARLY);
                packet = dequeue(now);
                if (okToDrop) {
                    dropNext = controlLaw(dropNext);
                } else {
                    dropping = false;
                }
            }
        } else if (okToDrop) {
            Packet marked = settings.ecn() ? marked(packet) : null;
            if (marked == null) {
                drop(packet, Loss.QUEUE_EARLY);
                packet = dequeue(now);
            } else {
                packet = marked;
            }
            dropping = true;
            // A short pause since the last drops: go on at about the rate that helped then.
            int delta = count - lastCount;
            count = delta > 1 && now - dropNext < 16 * settings.intervalNanos() ? delta : 1;
            dropNext = controlLaw(now);
            lastCount = count;
        }
        return packet;
    }

    /** §5.4: t + interval / sqrt(count) */
    private long controlLaw(long t) {
        return t + (long) (settings.intervalNanos() / Math.sqrt(count));
    }
}
