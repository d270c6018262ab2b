package sevenlayers.handshake.tcp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.icmp.IcmpMessage;
import sevenlayers.wire.ipv4.Ecn;
import sevenlayers.wire.tcp.TcpFlags;
import sevenlayers.wire.tcp.TcpOption;
import sevenlayers.wire.tcp.TcpOptions;
import sevenlayers.wire.tcp.TcpSegment;

/**
 * A connection whose other end is the test: it says what arrives and what must leave. A test that fails tells its story, step by step, and
 * then what there should have been and what there was.
 */
final class OneEnd implements TcpEffects {
    static final int ISS = 100;
    static final long MILLI = 1_000_000L;
    static final long SECOND = 1_000_000_000L;

    final TcpConnection connection;
    final List<TcpNotification> notifications = new ArrayList<>();
    final List<Rule> rules = new ArrayList<>();
    final List<Rule> discards = new ArrayList<>();
    final List<Rule> held = new ArrayList<>();
    final List<Integer> ecns = new ArrayList<>();
    final Deque<TcpSegment> left = new ArrayDeque<>();
    long now;

    private final List<String> story = new ArrayList<>();
    private TcpSegment latest = segment("R 0");

    OneEnd(TcpSettings settings) {
        this(settings, 1_500);
    }

    OneEnd(TcpSettings settings, int mtu) {
        connection = new TcpConnection(settings, new TcpIdentity(1, 2, ISS, 0, mtu), this);
    }

    /** Without what only makes numbers longer to read: no timestamps, no SACK, no window scaling. */
    static TcpSettings plain() {
        return TcpSettings.rfc()
                .with()
                .timestamps(false)
                .sack(false)
                .windowScale(TcpSettings.NOT_OFFERED)
                .lossRecovery("newreno")
                .build();
    }

    /** Established as in figure 6: iss 100, irs 300, both without options but the MSS, and the other end offers this window. */
    static OneEnd established(TcpSettings settings, int window) {
        return established(settings, window, new TcpOption.MaximumSegmentSize(1_460));
    }

    static OneEnd established(TcpSettings settings, int window, TcpOption... options) {
        OneEnd end = new OneEnd(settings);
        end.open();
        end.left.clear();
        end.arrives("S. 300 ack 101 win " + window, options);
        end.left.clear();
        end.is(TcpState.ESTABLISHED);
        return end;
    }

    // ---- what happens

    OneEnd listen() {
        step("listen");
        connection.listen(now);
        return this;
    }

    OneEnd open() {
        step("open");
        connection.open(now);
        return this;
    }

    OneEnd write(int bytes) {
        step("write " + bytes);
        connection.send(now, Bytes.zeros(bytes), false, false);
        return this;
    }

    OneEnd write(Bytes data, boolean more, boolean urgent) {
        step("write " + data.length() + (more ? " more" : "") + (urgent ? " urgent" : ""));
        connection.send(now, data, more, urgent);
        return this;
    }

    int read(int most) {
        step("read " + most);
        int sum = 0;
        for (Bytes read = connection.receive(now, most); !read.isEmpty(); read = connection.receive(now, most - sum)) {
            sum += read.length();
        }
        return sum;
    }

    OneEnd shutdown() {
        step("shutdown");
        connection.shutdown(now);
        return this;
    }

    OneEnd close() {
        step("close");
        connection.close(now);
        return this;
    }

    OneEnd abort() {
        step("abort");
        connection.abort(now);
        return this;
    }

    OneEnd arrives(String text, TcpOption... options) {
        return arrives(segment(text, options), Ecn.NOT_ECT);
    }

    OneEnd arrivesMarked(String text, TcpOption... options) {
        return arrives(segment(text, options), Ecn.CE);
    }

    OneEnd arrives(TcpSegment segment, int ecn) {
        step("arrives " + segment);
        connection.segmentArrived(now, segment, ecn);
        return this;
    }

    OneEnd icmp(IcmpMessage message, int quoted) {
        step("ICMP " + message.type() + "/" + message.code());
        connection.icmpArrived(now, message, quoted);
        return this;
    }

    /** Time passes, and timers fire. */
    OneEnd passes(long nanos) {
        long until = now + nanos;
        step("until " + until / 1e9 + " s");
        while (true) {
            TcpTimer next = null;
            for (TcpTimer timer : TcpTimer.values()) {
                long at = connection.timerAt(timer);
                if (at >= 0 && at <= until && (next == null || at < connection.timerAt(next))) {
                    next = timer;
                }
            }
            if (next == null) {
                now = until;
                return this;
            }
            now = Math.max(now, connection.timerAt(next));
            step("timer " + next.text() + " fires");
            connection.timerFired(next, now);
        }
    }

    // ---- what must have come of it

    OneEnd sends(String text) {
        TcpSegment next = left.poll();
        String was = next == null ? "nothing" : next.toString();
        if (!was.equals(text)) {
            throw failed(text + " to leave", was);
        }
        latest = next == null ? latest : next;
        step("sends " + text);
        return this;
    }

    OneEnd sendsNothing() {
        if (!left.isEmpty()) {
            throw failed("nothing to leave", left.peek().toString());
        }
        return this;
    }

    OneEnd window(int window) {
        if (latest.window() != window) {
            throw failed("a window of " + window, String.valueOf(latest.window()));
        }
        return this;
    }

    TcpSegment latest() {
        return latest;
    }

    TcpSegment take() {
        TcpSegment next = left.poll();
        if (next == null) {
            throw failed("a segment to leave", "nothing");
        }
        latest = next;
        return next;
    }

    OneEnd is(TcpState state) {
        if (connection.state() != state) {
            throw failed(state.text(), connection.state().text());
        }
        return this;
    }

    OneEnd told(TcpNotification what) {
        if (!notifications.contains(what)) {
            throw failed("to be told " + what, notifications.toString());
        }
        return this;
    }

    OneEnd notTold(TcpNotification what) {
        if (notifications.contains(what)) {
            throw failed("not to be told " + what, notifications.toString());
        }
        return this;
    }

    OneEnd fires(TcpTimer timer, long atNanos) {
        if (connection.timerAt(timer) != atNanos) {
            throw failed(timer.text() + " at " + atNanos / 1e9 + " s", String.valueOf(connection.timerAt(timer) / 1e9));
        }
        return this;
    }

    AssertionError failed(String expected, String was) {
        StringBuilder text = new StringBuilder("\n");
        for (int i = 0; i < story.size(); i++) {
            text.append(i + 1).append(". ").append(story.get(i)).append('\n');
        }
        return new AssertionError(text + "should have had " + expected + ", but had " + was);
    }

    private void step(String what) {
        story.add(what);
    }

    /** {@code P. 301 ack 101 win 1000 length 10}: what is not said is 0; a window that is not said is 65,535. */
    static TcpSegment segment(String text, TcpOption... options) {
        String[] words = text.split(" ");
        int acknowledgment = 0;
        int window = 65_535;
        int length = 0;
        int urgent = 0;
        for (int i = 2; i < words.length; i += 2) {
            int value = Integer.parseUnsignedInt(words[i + 1]);
            switch (words[i]) {
                case "ack" -> acknowledgment = value;
                case "win" -> window = value;
                case "length" -> length = value;
                case "urg" -> urgent = value;
                default -> throw new IllegalArgumentException(words[i]);
            }
        }
        return new TcpSegment(
                2,
                1,
                Integer.parseUnsignedInt(words[1]),
                acknowledgment,
                TcpFlags.parse(words[0]),
                window,
                urgent,
                TcpOptions.of(options),
                Bytes.zeros(length));
    }

    // ---- TcpEffects

    @Override
    public void emit(TcpSegment segment, int ecn, boolean retransmission, Rule rule) {
        story.add("  -> " + segment + " (" + rule + ")");
        left.add(segment);
        rules.add(rule);
        ecns.add(ecn);
    }

    @Override
    public void stateChanged(TcpState from, TcpState to, Rule rule) {
        story.add("  " + from.text() + " -> " + to.text() + " (" + rule + ")");
    }

    @Override
    public void timerArmed(TcpTimer timer, long atNanos, Rule rule) {}

    @Override
    public void timerCancelled(TcpTimer timer, Rule rule) {}

    @Override
    public void notified(TcpNotification notification, Rule rule) {
        notifications.add(notification);
    }

    @Override
    public void discarded(TcpSegment segment, Rule rule) {
        discards.add(rule);
    }

    @Override
    public void heldBack(Rule rule) {
        held.add(rule);
    }
}
