package sevenlayers.handshake.tcp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.tcp.TcpSegment;

/** Two connections and the wire between them, in virtual time. What the wire does to a segment is the test's. */
final class TwoEnds {
    /** Something that will happen; ties in the order in which they were planned. */
    private record Planned(long at, long order, Runnable what) {}

    /** Says when a segment arrives, or {@link #LOST}; it may arrive more than once. */
    interface Wire {
        long LOST = -1;

        long[] arrivals(boolean fromA, TcpSegment segment, int number);
    }

    final class End implements TcpEffects {
        final boolean isA;
        final TcpConnection connection;
        final List<TcpSegment> sent = new ArrayList<>();
        final List<TcpNotification> notifications = new ArrayList<>();
        int retransmissions;

        private End(boolean isA, TcpSettings settings, int iss) {
            this.isA = isA;
            connection = new TcpConnection(
                    settings, new TcpIdentity(isA ? 1 : 2, isA ? 2 : 1, iss, isA ? 7 : 1_000_000, 1_500), this);
        }

        @Override
        public void emit(TcpSegment segment, int ecn, boolean retransmission, Rule rule) {
            sent.add(segment);
            retransmissions += retransmission ? 1 : 0;
            if (telling)
                say((isA ? "A -> " : "B -> ") + segment + " win " + segment.window() + " "
                        + segment.options().sackBlocks() + " (" + rule + ")");
            End other = isA ? b : a;
            for (long delay : wire.arrivals(isA, segment, sent.size())) {
                if (delay >= 0) {
                    plan(now + delay, () -> {
                        if (telling) say((isA ? "B <- " : "A <- ") + segment);
                        other.connection.segmentArrived(now, segment, ecn);
                    });
                }
            }
        }

        @Override
        public void stateChanged(TcpState from, TcpState to, Rule rule) {
            if (telling) say((isA ? "A " : "B ") + from.text() + " -> " + to.text() + " (" + rule + ")");
        }

        @Override
        public void timerArmed(TcpTimer timer, long atNanos, Rule rule) {
            plan(atNanos, () -> {
                if (connection.timerAt(timer) >= 0 && connection.timerAt(timer) <= now) {
                    if (telling) say((isA ? "A timer " : "B timer ") + timer.text());
                    connection.timerFired(timer, now);
                }
            });
        }

        @Override
        public void timerCancelled(TcpTimer timer, Rule rule) {}

        @Override
        public void notified(TcpNotification notification, Rule rule) {
            notifications.add(notification);
        }

        Bytes readAll() {
            List<Bytes> parts = new ArrayList<>();
            int length = 0;
            for (Bytes part = connection.receive(now, Integer.MAX_VALUE);
                    !part.isEmpty();
                    part = connection.receive(now, Integer.MAX_VALUE)) {
                parts.add(part);
                length += part.length();
            }
            byte[] whole = new byte[length];
            int at = 0;
            for (Bytes part : parts) {
                part.copyTo(whole, at);
                at += part.length();
            }
            return Bytes.wrap(whole);
        }
    }

    final End a;
    final End b;
    long now;
    Runnable afterEach = () -> {};
    private final Wire wire;
    private final PriorityQueue<Planned> plan =
            new PriorityQueue<>(Comparator.comparingLong(Planned::at).thenComparingLong(Planned::order));
    private final List<String> story = new ArrayList<>();
    private long order;
    /** Whether the story is kept: it costs more than what it tells of. */
    boolean telling = true;

    TwoEnds(TcpSettings settingsA, TcpSettings settingsB, Wire wire) {
        this(settingsA, settingsB, 100, 300, wire);
    }

    TwoEnds(TcpSettings settingsA, TcpSettings settingsB, int issA, int issB, Wire wire) {
        this.wire = wire;
        a = new End(true, settingsA, issA);
        b = new End(false, settingsB, issB);
    }

    /** Every segment takes so long, unless it is lost: by who sends it and its number among what that end sends, from 1. */
    static Wire delay(long nanos, Predicate<String> lost) {
        return (fromA, segment, number) -> new long[] {lost.test((fromA ? "A" : "B") + number) ? Wire.LOST : nanos};
    }

    static TwoEnds established(TcpSettings settings, Wire wire) {
        TwoEnds ends = new TwoEnds(settings, settings, wire);
        ends.b.connection.listen(0);
        ends.a.connection.open(0);
        ends.runUntil(() -> ends.b.connection.state() == TcpState.ESTABLISHED, OneEnd.SECOND * 60);
        return ends;
    }

    void plan(long at, Runnable what) {
        plan.add(new Planned(at, order++, what));
    }

    /** Lets happen what is to happen; returns whether the condition came true before this much time had passed. */
    boolean runUntil(java.util.function.BooleanSupplier condition, long nanos) {
        long until = now + nanos;
        while (!condition.getAsBoolean()) {
            Planned next = plan.peek();
            if (next == null || next.at() > until) {
                now = next == null ? now : until;
                return condition.getAsBoolean();
            }
            plan.poll();
            now = Math.max(now, next.at());
            next.what().run();
            afterEach.run();
        }
        return true;
    }

    boolean isQuiet() {
        return plan.isEmpty();
    }

    private void say(String what) {
        story.add(now / 1_000 + " us: " + what);
    }

    String story() {
        int from = Math.max(0, story.size() - 400);
        return "\n" + String.join("\n", story.subList(from, story.size())) + "\n";
    }
}
