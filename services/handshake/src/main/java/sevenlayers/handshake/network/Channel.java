package sevenlayers.handshake.network;

import java.util.ArrayDeque;
import java.util.random.RandomGenerator;
import sevenlayers.handshake.memory.Allowance;
import sevenlayers.handshake.time.Scheduler;
import sevenlayers.handshake.time.Timer;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.MalformedPacketException;
import sevenlayers.wire.ipv4.Ipv4Packet;

/**
 * One direction of a link: a queue, a transmitter that sends one packet after the other at the link's rate, and the way, on which things go
 * wrong by chance.
 */
public final class Channel {
    /** Packets on the way keep their order, so that only the first of them needs a timer. */
    private record UnderWay(Packet packet, long arrivesAtNanos, boolean broken) {}

    private final Scheduler scheduler;
    private final String name;
    private final Node target;
    private final int mtu;
    private final LinkSettings settings;
    private final NetworkObserver observer;
    private final Allowance allowance;
    private final PacketQueue queue;
    private final ArrayDeque<UnderWay> way = new ArrayDeque<>();

    private final RandomGenerator lossChance;
    private final RandomGenerator burstChance;
    private final RandomGenerator duplicationChance;
    private final RandomGenerator reorderingChance;
    private final RandomGenerator corruptionChance;
    private final RandomGenerator jitterChance;

    private final Timer transmitter = new Timer() {
        @Override
        protected void fire() {
            transmitNext();
        }
    };
    private final Timer arrival = new Timer() {
        @Override
        protected void fire() {
            arrive();
        }
    };

    /** What the way holds, and what was said of that and the queue. */
    private long underWay;

    private long held;
    private long freeAtNanos;
    private boolean inBurst;
    private long packets;
    private long bytes;
    private long busyNanos;
    private long queueDrops;
    private long linkLosses;
    private double waitedPacketNanos;
    private long countedUntilNanos;
    private int longestQueue;

    Channel(
            Scheduler scheduler,
            Chance chance,
            String source,
            Node target,
            int mtu,
            LinkSettings settings,
            NetworkObserver observer,
            Allowance allowance) {
        this.scheduler = scheduler;
        this.name = source + " → " + target.name();
        this.target = target;
        this.mtu = mtu;
        this.settings = settings;
        this.observer = observer;
        this.allowance = allowance;
        this.queue = PacketQueue.of(settings.queue(), settings, chance.of(name + " red"), this::dropped);
        this.lossChance = chance.of(name + " loss");
        this.burstChance = chance.of(name + " burst");
        this.duplicationChance = chance.of(name + " duplication");
        this.reorderingChance = chance.of(name + " reordering");
        this.corruptionChance = chance.of(name + " corruption");
        this.jitterChance = chance.of(name + " jitter");
    }

    /** {@code client → server}. */
    public String name() {
        return name;
    }

    public int mtu() {
        return mtu;
    }

    /** Packets that wait. */
    public int queued() {
        return queue.packets();
    }

    public ChannelCounts counts() {
        countQueue();
        return new ChannelCounts(
                packets, bytes, busyNanos, queueDrops, linkLosses, waitedPacketNanos, longestQueue, queue.marked());
    }

    /** A packet for the other end. It is not larger than the MTU. */
    void send(Packet packet) {
        long now = scheduler.nowNanos();
        if (now >= freeAtNanos && queue.packets() == 0 && !transmitter.isArmed()) {
            transmit(packet, now);
            holds();
            return;
        }
        countQueue();
        queue.offer(packet, now);
        longestQueue = Math.max(longestQueue, queue.packets());
        if (!transmitter.isArmed() && queue.packets() > 0) {
            scheduler.arm(transmitter, freeAtNanos);
        }
        holds();
    }

    private void holds() {
        long now = queue.held() + underWay;
        long more = now - held;
        held = now;
        allowance.change(more);
    }

    private void dropped(Packet packet, Loss how) {
        queueDrops++;
        observer.lost(packet, how, name);
    }

    private void countQueue() {
        long now = scheduler.nowNanos();
        waitedPacketNanos += (double) queue.packets() * (now - countedUntilNanos);
        countedUntilNanos = now;
    }

    private void transmitNext() {
        countQueue();
        Packet next = queue.poll(scheduler.nowNanos());
        if (next == null) {
            holds();
            return;
        }
        transmit(next, scheduler.nowNanos());
        if (queue.packets() > 0) {
            scheduler.arm(transmitter, freeAtNanos);
        }
        holds();
    }

    private void transmit(Packet packet, long now) {
        long takes = settings.transmissionNanos(packet.length());
        freeAtNanos = now + takes;
        busyNanos += takes;
        packets++;
        bytes += packet.length();
        Impairments impairments = settings.impairments();
        if (isLost(impairments)) {
            linkLosses++;
            observer.lost(packet, Loss.LINK, name);
            return;
        }
        long arrivesAt = freeAtNanos + settings.delayNanos();
        travel(packet, arrivesAt, impairments);
        if (hits(duplicationChance, impairments.duplication())) {
            travel(packet, arrivesAt, impairments);
        }
    }

    private boolean isLost(Impairments impairments) {
        Impairments.BurstLoss burst = impairments.burst();
        boolean lostInBurst = false;
        if (burst.begins() > 0) {
            inBurst = inBurst ? burstChance.nextDouble() >= burst.ends() : burstChance.nextDouble() < burst.begins();
            lostInBurst = inBurst && burstChance.nextDouble() < burst.loss();
        }
        return hits(lossChance, impairments.loss()) || lostInBurst;
    }

    // A stream is asked only where there is something to ask: others do not notice.
    private static boolean hits(RandomGenerator chance, double probability) {
        return probability > 0 && chance.nextDouble() < probability;
    }

    private void travel(Packet packet, long arrivesAt, Impairments impairments) {
        Packet travelling = packet;
        boolean broken = false;
        if (hits(corruptionChance, impairments.corruption())) {
            byte[] damaged = packet.ip().toBytes().toArray();
            int bit = corruptionChance.nextInt(8 * damaged.length);
            damaged[bit / 8] ^= (byte) (0x80 >>> bit % 8);
            travelling = damaged(packet, Bytes.wrap(damaged));
            broken = travelling == packet;
        }
        if (hits(reorderingChance, impairments.reordering())) {
            late(travelling, arrivesAt + impairments.reorderingDelayNanos(), broken);
            return;
        }
        long at = arrivesAt;
        if (impairments.jitterNanos() > 0) {
            at += jitterChance.nextLong(impairments.jitterNanos() + 1);
            at = way.isEmpty() ? at : Math.max(at, way.getLast().arrivesAtNanos);
        }
        way.addLast(new UnderWay(travelling, at, broken));
        underWay += travelling.held();
        if (way.size() == 1) {
            scheduler.arm(arrival, at);
        }
    }

    /** The packet that these bytes are; the one given where IP's own checksum finds that they are none. */
    static Packet damaged(Packet packet, Bytes bytes) {
        try {
            return packet.with(Ipv4Packet.parse(bytes));
        } catch (MalformedPacketException _) {
            return packet;
        }
    }

    private void late(Packet packet, long at, boolean broken) {
        underWay += packet.held();
        scheduler.arm(
                new Timer() {
                    @Override
                    protected void fire() {
                        leaves(packet);
                        deliver(packet, broken);
                    }
                },
                at);
    }

    private void arrive() {
        UnderWay first = way.removeFirst();
        if (!way.isEmpty()) {
            scheduler.arm(arrival, way.getFirst().arrivesAtNanos);
        }
        leaves(first.packet);
        deliver(first.packet, first.broken);
    }

    private void leaves(Packet packet) {
        underWay -= packet.held();
        holds();
    }

    private void deliver(Packet packet, boolean broken) {
        if (broken) {
            observer.lost(packet, Loss.CHECKSUM, target.name());
        } else {
            target.arrived(packet);
        }
    }
}
