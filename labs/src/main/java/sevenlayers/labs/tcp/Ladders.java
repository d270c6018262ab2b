package sevenlayers.labs.tcp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.v1.Event;
import sevenlayers.handshake.v1.IcmpSent;
import sevenlayers.handshake.v1.Segment;
import sevenlayers.handshake.v1.SegmentArrived;
import sevenlayers.handshake.v1.SegmentLost;
import sevenlayers.handshake.v1.SegmentSent;
import sevenlayers.handshake.v1.TcpOption;
import sevenlayers.handshake.v1.Why;
import sevenlayers.lab.v1.HostState;
import sevenlayers.lab.v1.Ladder;
import sevenlayers.lab.v1.Rung;

/**
 * A ladder of what a simulation told: a rung for each segment that was sent, with its arrival or its loss, and the states that it brought.
 *
 * <p>A change of state belongs to the segment that arrived just before it at that host, in the same moment; or, where a program's call
 * stands between, to the segment that is sent next. What belongs to neither, the end of TIME-WAIT for example, has a rung of its own. A
 * reason is told with the first segment that has it, and with each that is sent again.
 */
public final class Ladders {

    /** More than this nobody reads. */
    public static final int LONGEST = 400;

    /** A packet has its number from its host. */
    private record Packet(String from, long number) {}

    /** What has just happened at a host, to which a change of state may belong. */
    private record Moment(long nanos, Rung.Builder rung) {}

    private final Set<String> hosts = new LinkedHashSet<>();
    private final List<Rung.Builder> rungs = new ArrayList<>();
    private final Map<Packet, Rung.Builder> underWay = new HashMap<>();
    private final Map<String, Moment> arrivals = new HashMap<>();
    private final Map<String, List<Event>> waiting = new HashMap<>();
    private final Map<String, Integer> scales = new HashMap<>();
    private final Set<String> told = new HashSet<>();

    private Ladders() {}

    /** The ladder of these events, in their order. */
    public static Ladder of(List<Event> events) {
        return of(events, LONGEST);
    }

    /** The same, of at most so many rungs. */
    public static Ladder of(List<Event> events, int longest) {
        Ladders ladder = new Ladders();
        events.forEach(ladder::event);
        ladder.waiting.values().forEach(ladder::alone);
        return ladder.built(longest);
    }

    private void event(Event event) {
        List<Event> changes = waiting.get(event.getHost());
        if (changes != null && changes.getFirst().getAtNanos() != event.getAtNanos()) {
            alone(changes);
            waiting.remove(event.getHost());
        }
        switch (event.getWhatCase()) {
            case SENT -> sent(event, event.getSent());
            case LOST -> lost(event, event.getLost());
            case ARRIVED -> arrived(event, event.getArrived());
            case STATE -> state(event);
            case APPLICATION -> {
                if (calls(event.getApplication().getWhat())) {
                    arrivals.remove(event.getHost());
                }
            }
            case ICMP -> icmp(event, event.getIcmp());
            case TIMER, SAMPLE, BUFFER, DELIVERED, WHAT_NOT_SET -> {}
        }
    }

    /** Whether a program did it: what follows is its doing, and no segment's. */
    private static boolean calls(String what) {
        return Set.of("connect", "write", "shutdown", "close", "abort").contains(what);
    }

    private void sent(Event event, SegmentSent sent) {
        Rung.Builder rung = rung(event.getAtNanos(), event.getHost(), sent.getTo(), label(event, sent.getSegment()));
        rung.setAgain(sent.getRetransmission());
        why(rung, event.getWhy(), sent.getRetransmission());
        underWay.put(new Packet(event.getHost(), sent.getPacket()), rung);
        List<Event> changes = waiting.remove(event.getHost());
        if (changes != null) {
            changes.forEach(change -> rung.addStates(hostState(change)));
        }
    }

    private void lost(Event event, SegmentLost lost) {
        Packet packet = new Packet(event.getHost(), lost.getPacket());
        Rung.Builder rung = underWay.get(packet);
        if (rung == null || rung.hasArrivedAtNanos()) { // it was not told that it was sent, or this is a copy of it
            rung = rung(event.getAtNanos(), event.getHost(), lost.getTo(), label(event, lost.getSegment()));
        }
        rung.setLost(Names.of(lost, event.getHost())).setLostAt(Names.reached(lost));
    }

    private void arrived(Event event, SegmentArrived arrived) {
        Rung.Builder rung = underWay.get(new Packet(arrived.getFrom(), arrived.getPacket()));
        if (rung == null || rung.hasArrivedAtNanos()) {
            boolean copy = rung != null;
            rung = rung(event.getAtNanos(), arrived.getFrom(), event.getHost(), label(event, arrived.getSegment()));
            if (copy) {
                rung.setWhy("it arrives once more: the network had a copy");
            }
        }
        rung.setArrivedAtNanos(event.getAtNanos());
        arrivals.put(event.getHost(), new Moment(event.getAtNanos(), rung));
    }

    private void state(Event event) {
        Moment arrival = arrivals.get(event.getHost());
        if (arrival != null && arrival.nanos() == event.getAtNanos()) {
            arrival.rung().addStates(hostState(event));
        } else {
            waiting.computeIfAbsent(event.getHost(), _ -> new ArrayList<>()).add(event);
        }
    }

    private void icmp(Event event, IcmpSent icmp) {
        Rung.Builder rung = rung(
                event.getAtNanos(),
                event.getHost(),
                icmp.getTo(),
                List.of("ICMP " + icmp.getError().getType() + "/"
                        + icmp.getError().getCode()));
        why(rung, event.getWhy(), true);
    }

    /** Changes of state that no segment brought. */
    private void alone(List<Event> changes) {
        Event first = changes.getFirst();
        Rung.Builder rung = rung(first.getAtNanos(), first.getHost(), "", List.of());
        changes.forEach(change -> rung.addStates(hostState(change)));
        why(rung, changes.getLast().getWhy(), true);
    }

    private Rung.Builder rung(long nanos, String host, String to, List<String> label) {
        Rung.Builder rung =
                Rung.newBuilder().setAtNanos(nanos).setHost(host).setTo(to).addAllLabel(label);
        hosts.add(host);
        if (!to.isEmpty()) {
            hosts.add(to);
        }
        rungs.add(rung);
        return rung;
    }

    private void why(Rung.Builder rung, Why why, boolean always) {
        if (!why.getText().isEmpty() && (told.add(why.getText()) || always)) {
            rung.setWhy(why.getText()).setSource(why.getSource());
        }
    }

    private static HostState hostState(Event event) {
        return HostState.newBuilder()
                .setHost(event.getHost())
                .setState(Names.of(event.getState().getTo()))
                .build();
    }

    /** RFC 7323 §2.2: a SYN's own window is never scaled; later ones are by what the sender offered, if both did. */
    private List<String> label(Event event, Segment segment) {
        String connection = event.getConnection();
        String sender = connection + " " + segment.getSourcePort();
        if (segment.getFlags().contains("S")) {
            Integer offered = segment.getOptionsList().stream()
                    .filter(TcpOption::hasWindowScale)
                    .map(option -> Math.min(14, option.getWindowScale()))
                    .findFirst()
                    .orElse(null);
            offer(sender, offered);
            return SegmentLabel.of(segment, 0);
        }
        Integer mine = scales.get(sender);
        Integer theirs = scales.get(connection + " " + segment.getDestinationPort());
        return SegmentLabel.of(segment, mine == null || theirs == null ? 0 : mine);
    }

    private void offer(String sender, @Nullable Integer offered) {
        if (offered == null) {
            scales.remove(sender);
        } else {
            scales.put(sender, offered);
        }
    }

    private Ladder built(int longest) {
        Ladder.Builder ladder = Ladder.newBuilder().addAllHosts(hosts);
        rungs.stream()
                .sorted((one, other) -> Long.compare(one.getAtNanos(), other.getAtNanos()))
                .limit(longest)
                .forEach(ladder::addRungs);
        return ladder.setLeftOut(Math.max(0, rungs.size() - longest)).build();
    }
}
