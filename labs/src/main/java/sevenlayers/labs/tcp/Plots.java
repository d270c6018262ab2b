package sevenlayers.labs.tcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sevenlayers.handshake.v1.Curve;
import sevenlayers.handshake.v1.Event;
import sevenlayers.handshake.v1.Outcome;
import sevenlayers.handshake.v1.Point;
import sevenlayers.handshake.v1.Sample;
import sevenlayers.lab.v1.Line;
import sevenlayers.lab.v1.Panel;
import sevenlayers.lab.v1.Plot;

/** The congestion window over time: of a run by its samples, or of several variants by their curves. */
public final class Plots {

    private static final String SECONDS = "s";
    private static final String MILLIS = "ms";
    private static final double NANOS = 1e9;
    private static final String SEGMENTS = "segments";
    private static final String LOST = "lost";

    /** The end that sends. */
    private record Flow(String connection, String host) {}

    private Plots() {}

    /**
     * A panel for each end whose window a sample tells of and that sent data; without panels if there is none.
     *
     * <p>A window is a number of bytes; here it is counted in segments of the sender's own size, as {@code tcp_info} has it, with the part
     * of a segment that congestion avoidance has gained.
     */
    public static Plot ofSamples(List<Event> events) {
        Map<Flow, Panel.Builder> panels = new LinkedHashMap<>();
        Map<Flow, Line.Builder> windows = new LinkedHashMap<>();
        Map<Flow, Line.Builder> thresholds = new LinkedHashMap<>();
        double unit = unit(events);
        boolean sent = false;
        for (Event event : events) {
            Flow flow = new Flow(event.getConnection(), event.getHost());
            if (event.hasSample()) {
                Sample sample = event.getSample();
                double segment = Math.max(1, sample.getInfo().getTcpiSndMss());
                double time = event.getAtNanos() / unit;
                point(windows.computeIfAbsent(flow, _ -> curve("cwnd", false)), time, cwnd(sample, segment));
                if (sample.getSlowStartThresholdBytes() >= 0) {
                    point(
                            thresholds.computeIfAbsent(flow, _ -> curve("ssthresh", true)),
                            time,
                            sample.getSlowStartThresholdBytes() / segment);
                }
            } else if (event.hasLost()) {
                panels.computeIfAbsent(flow, _ -> Panel.newBuilder().setMark(LOST))
                        .addMarks(event.getAtNanos() / unit);
            }
            sent |= event.hasSent();
            if (event.hasSent() && event.getSent().getSegment().getPayloadLength() > 0) {
                panels.computeIfAbsent(flow, _ -> Panel.newBuilder().setMark(LOST));
            }
        }
        Plot.Builder plot =
                Plot.newBuilder().setX(unit == NANOS ? SECONDS : MILLIS).setY(SEGMENTS);
        boolean all = !sent; // nothing was told of what was sent, so nobody knows who sent data
        windows.forEach((flow, window) -> {
            if (all || panels.containsKey(flow)) {
                Panel.Builder panel =
                        panels.getOrDefault(flow, Panel.newBuilder().setMark(LOST));
                panel.setTitle(flow.host()).addLines(window);
                Line.Builder threshold = thresholds.get(flow);
                if (threshold != null) {
                    panel.addLines(threshold);
                }
                plot.addPanels(panel);
            }
        });
        return plot.build();
    }

    /** Small multiples: a row for each variant, a column for each flow. */
    public static Plot ofOutcomes(List<Outcome> outcomes) {
        Plot.Builder plot = Plot.newBuilder().setX(SECONDS).setY(SEGMENTS);
        int across = 1;
        for (Outcome outcome : outcomes) {
            List<Curve> curves = outcome.getCurvesList().stream()
                    .filter(curve -> curve.getPointsCount() > 0)
                    .toList();
            across = Math.max(across, curves.size());
            for (Curve curve : curves) {
                plot.addPanels(panel(
                        curves.size() == 1 ? outcome.getLabel() : outcome.getLabel() + " · " + curve.getFrom(), curve));
            }
        }
        return plot.setAcross(across).build();
    }

    /** What a run of less than a second is told in. */
    private static double unit(List<Event> events) {
        long last = events.stream()
                .filter(Event::hasSample)
                .mapToLong(Event::getAtNanos)
                .max()
                .orElse(0);
        return last < NANOS ? NANOS / 1000 : NANOS;
    }

    private static Panel panel(String title, Curve curve) {
        Line.Builder window = curve("cwnd", false);
        Line.Builder threshold = curve("ssthresh", true);
        for (Point point : curve.getPointsList()) {
            point(window, point.getAtMicros() / 1e6, point.getCwnd());
            if (point.getSsthresh() >= 0) {
                point(threshold, point.getAtMicros() / 1e6, point.getSsthresh());
            }
        }
        Panel.Builder panel = Panel.newBuilder().setTitle(title).addLines(window);
        if (threshold.getXCount() > 0) {
            panel.addLines(threshold);
        }
        return panel.build();
    }

    private static double cwnd(Sample sample, double segment) {
        return sample.getCongestionWindowBytes() / segment;
    }

    private static Line.Builder curve(String label, boolean dashed) {
        return Line.newBuilder().setLabel(label).setDashed(dashed).setSteps(true);
    }

    private static void point(Line.Builder line, double x, double y) {
        line.addX(x).addY(y);
    }
}
