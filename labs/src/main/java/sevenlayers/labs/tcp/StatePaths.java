package sevenlayers.labs.tcp;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.v1.Event;
import sevenlayers.handshake.v1.TcpState;
import sevenlayers.handshake.v1.TimerChange;
import sevenlayers.lab.v1.StatePath;
import sevenlayers.lab.v1.StateStep;

/** The path of each end of each connection through the states, each step with the event that caused it. */
public final class StatePaths {

    private record End(String connection, String host) {}

    /** The last thing at a host that can move a connection: an arrival, a program's call, a timer. */
    private record Cause(long nanos, String words) {}

    private final Map<End, StatePath.Builder> paths = new LinkedHashMap<>();
    private final Map<String, Cause> causes = new HashMap<>();

    private StatePaths() {}

    /** The paths, in the order in which they begin. */
    public static List<StatePath> of(List<Event> events) {
        StatePaths paths = new StatePaths();
        events.forEach(paths::event);
        return paths.paths.values().stream().map(StatePath.Builder::build).toList();
    }

    private void event(Event event) {
        switch (event.getWhatCase()) {
            case ARRIVED -> cause(event, SegmentLabel.named(event.getArrived().getSegment()) + " arrives");
            case APPLICATION -> call(event);
            case TIMER -> {
                if (event.getTimer().getChange() == TimerChange.TIMER_CHANGE_FIRED) {
                    cause(event, "the " + event.getTimer().getTimer() + " timer fires");
                }
            }
            case STATE -> step(event);
            case SENT, LOST, SAMPLE, BUFFER, DELIVERED, ICMP, WHAT_NOT_SET -> {}
        }
    }

    private void call(Event event) {
        switch (event.getApplication().getWhat()) {
            case "connect" -> cause(event, "the program connects");
            case "close" -> cause(event, "the program closes");
            case "shutdown" -> cause(event, "the program has written all");
            case "abort" -> cause(event, "the program aborts");
            default -> {}
        }
    }

    private void cause(Event event, String words) {
        causes.put(event.getHost(), new Cause(event.getAtNanos(), words));
    }

    private void step(Event event) {
        TcpState from = event.getState().getFrom();
        TcpState to = event.getState().getTo();
        paths.computeIfAbsent(
                        new End(event.getConnection(), event.getHost()),
                        end -> StatePath.newBuilder()
                                .setConnection(end.connection())
                                .setHost(end.host())
                                .setFirst(Names.of(from)))
                .addSteps(StateStep.newBuilder()
                        .setAtNanos(event.getAtNanos())
                        .setState(Names.of(to))
                        .setEvent(caused(event, causes.get(event.getHost())))
                        .setWhy(event.getWhy().getText())
                        .setSource(event.getWhy().getSource()));
    }

    private static String caused(Event event, @Nullable Cause cause) {
        TcpState to = event.getState().getTo();
        if (to == TcpState.TCP_STATE_LISTEN && event.getState().getFrom() == TcpState.TCP_STATE_CLOSED) {
            return "the program listens";
        }
        if (cause != null && cause.nanos() == event.getAtNanos()) {
            return cause.words();
        }
        return switch (to) {
            case TCP_STATE_SYN_SENT -> "the program connects";
            case TCP_STATE_FIN_WAIT_1, TCP_STATE_LAST_ACK -> "the program closes";
            case TCP_STATE_CLOSED ->
                event.getState().getFrom() == TcpState.TCP_STATE_TIME_WAIT ? "the time-wait timer fires" : "";
            default -> "";
        };
    }
}
