package sevenlayers.handshake.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sevenlayers.handshake.host.HostConnection;
import sevenlayers.handshake.memory.Allowance;
import sevenlayers.handshake.network.Channel;
import sevenlayers.handshake.network.ChannelCounts;
import sevenlayers.handshake.tcp.TcpInfo;

/** A run of which only numbers are wanted: how much came through, how fairly, and how each congestion window moved. */
public final class Measured {
    private static final long FIRST_INTERVAL_NANOS = 1_000_000;
    private static final long MICRO = 1_000;

    /** One moment of a flow. {@code ssthresh} is -1 while there is none. */
    public record Point(long atMicros, double cwnd, double ssthresh, long rttMicros, int inFlight, int queue) {}

    /** The moments of a flow, in order of time. */
    public record Curve(String connection, String from, List<Point> points) {}

    /**
     * What came of it; after the warm-up where it says how much or how fairly.
     *
     * @param fairness Jain's index over the goodput of all flows with data
     */
    public record Result(
            Outcome outcome,
            double goodputBitsPerSecond,
            double fairness,
            double meanQueue,
            int longestQueue,
            long losses,
            long retransmissions,
            long timeouts,
            double utilisation,
            List<Curve> curves) {}

    private final Simulation simulation;
    private final int most;
    private final long warmUpNanos;
    private final Map<Track.End, List<Point>> points = new LinkedHashMap<>();
    private final Map<Track.End, Track> tracks = new LinkedHashMap<>();
    private final Map<Track.End, Long> readBefore = new LinkedHashMap<>();
    private final Map<Channel, ChannelCounts> countsBefore = new LinkedHashMap<>();
    private long intervalNanos = FIRST_INTERVAL_NANOS;
    private long nextNanos;
    private int taken;
    private boolean warm;

    /** @param points at most so many in each curve; 0: no curves */
    public Measured(Scenario scenario, int points, long warmUpNanos) {
        this(scenario, points, warmUpNanos, Allowance.unlimited());
    }

    /** The same for a run that may hold so much only. */
    public Measured(Scenario scenario, int points, long warmUpNanos, Allowance allowance) {
        this.simulation = new Simulation(scenario, EventSink.NOBODY, Simulation.PacketSink.NOBODY, allowance);
        this.most = points;
        this.warmUpNanos = warmUpNanos;
    }

    /** Goes on for so many things that happen, or to the end; false: it has ended. */
    public boolean goOn(int steps) {
        for (int i = 0; i < steps; i++) {
            long next = simulation.nextAtNanos();
            if (!warm && next >= warmUpNanos) {
                warmedUp();
            } else if (most > 0 && next > nextNanos && next != Long.MAX_VALUE) {
                sample();
            } else if (!simulation.goOn(1)) {
                return false;
            }
        }
        return true;
    }

    private void warmedUp() {
        warm = true;
        for (Track track : simulation.tracks()) {
            for (Track.End end : List.of(track.opener, track.other)) {
                readBefore.put(end, end.outgoing.read());
            }
        }
        simulation.channels().forEach(channel -> countsBefore.put(channel, channel.counts()));
    }

    // Until a run is over nobody knows how long it is: the interval doubles
    // whenever there are twice as many points as are wanted.
    private void sample() {
        int queue = simulation.channels().stream()
                .max((a, b) -> Long.compare(a.counts().busyNanos(), b.counts().busyNanos()))
                .map(Channel::queued)
                .orElse(0);
        for (Track track : simulation.tracks()) {
            sample(track, track.opener, queue);
            sample(track, track.other, queue);
        }
        taken++;
        nextNanos += intervalNanos;
        if (taken >= 2 * most) {
            long doubled = 2 * intervalNanos;
            points.values().forEach(curve -> curve.removeIf(point -> point.atMicros * MICRO % doubled != 0));
            intervalNanos = doubled;
            taken = (int) (nextNanos / doubled) + 1;
            nextNanos = Math.ceilDiv(nextNanos, doubled) * doubled;
        }
    }

    private void sample(Track track, Track.End end, int queue) {
        HostConnection connection = end.connection;
        if (connection == null || end.outgoing.written() == 0 || connection.isGone()) {
            return;
        }
        TcpInfo info = connection.tcp().info(nextNanos);
        double mss = Math.max(1, info.sndMss());
        long ssthresh = connection.tcp().ssthresh();
        tracks.put(end, track);
        points.computeIfAbsent(end, _ -> new ArrayList<>())
                .add(new Point(
                        nextNanos / MICRO,
                        connection.tcp().cwnd() / mss,
                        ssthresh < 0 ? -1 : ssthresh / mss,
                        info.rtt(),
                        info.unacked(),
                        queue));
    }

    public Result result() {
        Outcome outcome = simulation.outcome();
        double goodput = 0;
        double squares = 0;
        int flows = 0;
        long losses = 0;
        long retransmissions = 0;
        long timeouts = 0;
        for (Track track : simulation.tracks()) {
            for (Track.End end : List.of(track.opener, track.other)) {
                losses += end.losses;
                retransmissions += end.retransmissions;
                timeouts += end.timeouts;
                if (end.outgoing.written() > 0) {
                    double rate = rate(end);
                    goodput += rate;
                    squares += rate * rate;
                    flows++;
                }
            }
        }
        double meanQueue = 0;
        double utilisation = 0;
        int longest = 0;
        double time = Math.max(1, outcome.atNanos() - warmUpNanos);
        for (Channel channel : simulation.channels()) {
            ChannelCounts counts = channel.counts();
            ChannelCounts before = countsBefore.get(channel);
            double waited = counts.waitedPacketNanos() - (before == null ? 0 : before.waitedPacketNanos());
            double busy = counts.busyNanos() - (before == null ? 0.0 : before.busyNanos());
            meanQueue = Math.max(meanQueue, waited / time);
            utilisation = Math.max(utilisation, Math.min(1, busy / time));
            longest = Math.max(longest, counts.longestQueue());
        }
        List<Curve> curves = new ArrayList<>();
        points.forEach((end, all) -> {
            Track track = tracks.get(end);
            curves.add(new Curve(track == null ? "" : track.name, end.host, thinned(all)));
        });
        // Jain, Chiu and Hawe 1984: the square of the sum over n times the sum of the squares.
        double fairness = squares == 0 ? 1 : goodput * goodput / (flows * squares);
        return new Result(
                outcome, goodput, fairness, meanQueue, longest, losses, retransmissions, timeouts, utilisation, curves);
    }

    /** Of what was read after the warm-up, from then, or from the first write if that came later, to the last read. */
    private double rate(Track.End end) {
        long begin = Math.max(warmUpNanos, end.outgoing.firstWrittenAtNanos());
        long took = end.outgoing.lastReadAtNanos() - begin;
        long read = end.outgoing.read() - readBefore.getOrDefault(end, 0L);
        return took <= 0 ? 0 : read * 8e9 / took;
    }

    private List<Point> thinned(List<Point> all) {
        int every = Math.max(1, Math.ceilDiv(all.size(), most));
        List<Point> kept = new ArrayList<>();
        for (int i = 0; i < all.size(); i += every) {
            kept.add(all.get(i));
        }
        return kept;
    }
}
