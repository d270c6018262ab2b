package sevenlayers.handshake;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.handshake.scenario.Event;
import sevenlayers.handshake.scenario.EventSink;
import sevenlayers.handshake.v1.EventKind;
import sevenlayers.handshake.v1.Filter;

/** Lets through what a filter asks for. */
final class FilteredEvents implements EventSink {
    private static final long MICRO = 1_000;
    private static final long HOUR_MICROS = 3_600_000_000L;

    private final Set<Event.Kind> kinds;
    private final Set<String> hosts;
    private final Set<String> connections;
    private final long fromNanos;
    private final long toNanos;
    private final long sampleEveryNanos;
    private final long first;
    private final boolean pureAcknowledgments;
    private final boolean views;
    private final Consumer<Event> target;
    private final Map<String, Long> lastSamples = new HashMap<>();
    private long told;

    private FilteredEvents(Filter said, boolean views, Consumer<Event> target) {
        this.kinds = EnumSet.noneOf(Event.Kind.class);
        for (EventKind kind : said.getKindsList()) {
            kinds.add(Event.Kind.valueOf(kind.name().substring("EVENT_KIND_".length())));
        }
        if (kinds.isEmpty()) {
            kinds.addAll(EnumSet.allOf(Event.Kind.class));
        }
        this.hosts = Set.copyOf(said.getHostsList());
        this.connections = Set.copyOf(said.getConnectionsList());
        this.fromNanos = MICRO * said.getFromMicros();
        this.toNanos = said.hasToMicros() ? MICRO * said.getToMicros() : Long.MAX_VALUE;
        this.sampleEveryNanos = MICRO * said.getSampleEveryMicros();
        this.first = said.hasFirst() ? said.getFirst() : Long.MAX_VALUE;
        this.pureAcknowledgments = !said.getNoPureAcknowledgments();
        this.views = views;
        this.target = target;
    }

    /** @param known the hosts and routers that there are */
    static void check(Filter said, Set<String> known, Violations violations) {
        for (EventKind kind : said.getKindsList()) {
            violations.check(
                    kind != EventKind.UNRECOGNIZED && kind != EventKind.EVENT_KIND_UNSPECIFIED,
                    "filter.kinds",
                    "a kind is not known; allowed: EVENT_KIND_SENT to EVENT_KIND_ICMP");
        }
        said.getHostsList()
                .forEach(host -> violations.oneOf(
                        "filter.hosts", host, known.stream().sorted().toList()));
        violations.range("filter.from_micros", said.getFromMicros(), 0, 24 * HOUR_MICROS);
        if (said.hasToMicros()) {
            violations.range("filter.to_micros", said.getToMicros(), said.getFromMicros(), 24 * HOUR_MICROS);
        }
        violations.range("filter.sample_every_micros", said.getSampleEveryMicros(), 0, HOUR_MICROS);
        if (said.hasFirst()) {
            violations.range("filter.first", said.getFirst(), 1, 1_000_000_000);
        }
    }

    static FilteredEvents of(Filter checked, boolean views, Consumer<Event> target) {
        return new FilteredEvents(checked, views, target);
    }

    @Override
    public boolean wants(Event.Kind kind, long atNanos, String host, String connection) {
        boolean wanted = kinds.contains(kind)
                && atNanos >= fromNanos
                && atNanos < toNanos
                && (hosts.isEmpty() || hosts.contains(host))
                && (connections.isEmpty() || connections.contains(connection));
        return wanted
                && (kind != Event.Kind.SAMPLE && kind != Event.Kind.BUFFER || isDue(kind, atNanos, host, connection));
    }

    private boolean isDue(Event.Kind kind, long atNanos, String host, String connection) {
        if (sampleEveryNanos == 0) {
            return true;
        }
        String whose = kind + " " + host + " " + connection;
        Long last = lastSamples.get(whose);
        if (last != null && atNanos - last < sampleEveryNanos) {
            return false;
        }
        lastSamples.put(whose, atNanos);
        return true;
    }

    @Override
    public void take(Event event) {
        told++;
        target.accept(event);
    }

    @Override
    public boolean wantsPureAcknowledgments() {
        return pureAcknowledgments;
    }

    @Override
    public boolean wantsViews() {
        return views;
    }

    @Override
    public boolean isFull() {
        return told >= first;
    }
}
