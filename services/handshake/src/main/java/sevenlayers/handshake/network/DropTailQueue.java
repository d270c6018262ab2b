package sevenlayers.handshake.network;

import org.jspecify.annotations.Nullable;

/** What finds no room is dropped. */
final class DropTailQueue extends PacketQueue {
    private final QueueSettings.DropTail settings;

    DropTailQueue(QueueSettings.DropTail settings, Drops drops) {
        super(drops);
        this.settings = settings;
    }

    @Override
    void offer(Packet packet, long nowNanos) {
        if (packets() >= settings.packets() || bytes() + packet.length() > settings.bytes()) {
            drop(packet, Loss.QUEUE_FULL);
        } else {
            add(packet, nowNanos);
        }
    }

    @Override
    @Nullable
    Packet poll(long nowNanos) {
        Waiting first = take();
        return first == null ? null : first.packet();
    }
}
