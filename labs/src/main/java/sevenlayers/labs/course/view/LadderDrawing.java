package sevenlayers.labs.course.view;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import sevenlayers.lab.v1.HostState;
import sevenlayers.lab.v1.Ladder;
import sevenlayers.lab.v1.Rung;
import sevenlayers.labs.terminal.People;
import sevenlayers.labs.terminal.Style;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.terminal.Width;

/** One ladder as it is drawn. */
final class LadderDrawing {

    /** A silence shorter than this is no news. */
    private static final long SILENCE_NANOS = 100_000_000;

    private final Terminal terminal;
    private final LadderShapes shapes;
    private final LadderLayout layout;
    private final Ladder ladder;
    private final List<String> hosts;

    LadderDrawing(Terminal terminal, LadderLayout layout, Ladder ladder) {
        this.terminal = terminal;
        this.shapes = terminal.unicode() ? LadderShapes.DRAWN : LadderShapes.ASCII;
        this.layout = layout;
        this.ladder = ladder;
        this.hosts = ladder.getHostsList();
    }

    void draw() {
        heading();
        long latest = ladder.getRungs(0).getAtNanos();
        for (int number = 0; number < ladder.getRungsCount(); number++) {
            Rung rung = ladder.getRungs(number);
            silence(rung.getAtNanos() - latest);
            Rung next = number + 1 < ladder.getRungsCount() ? ladder.getRungs(number + 1) : Rung.getDefaultInstance();
            if (cross(rung, next)) {
                crossing(rung, next);
                latest = Math.max(latest, next.getArrivedAtNanos());
                number++;
            } else {
                rung(rung);
            }
            latest = Math.max(latest, Math.max(rung.getAtNanos(), rung.getArrivedAtNanos()));
        }
        legend();
    }

    private void heading() {
        Canvas line = new Canvas(terminal);
        for (int host = 0; host < hosts.size(); host++) {
            String name = hosts.get(host);
            int at = layout.lines().get(host) - Width.of(name) / 2;
            int first = LadderLayout.INDENT + layout.times() + 1;
            int last = layout.columns() - 3 - Width.of(name);
            line.put(Math.max(first, Math.min(at, last)), name, Style.BOLD);
        }
        line.put(LadderLayout.INDENT + layout.times() - 2, "ms", Style.DIM);
        line.put(layout.columns() - 2, "ms", Style.DIM);
        line.print();
    }

    /** Says how long nothing happened, as while a timer runs. */
    private void silence(long nanos) {
        if (nanos >= SILENCE_NANOS) {
            Canvas line = new Canvas(terminal);
            layout.lines().forEach(column -> line.put(column, shapes.gap(), Style.DIM));
            String words = People.duration(Duration.ofNanos(nanos)) + " pass";
            line.put((layout.first() + layout.last() - Width.of(words)) / 2, words, Style.DIM);
            line.print();
        }
    }

    private void rung(Rung rung) {
        List<List<String>> states =
                hosts.stream().map(host -> states(rung, host)).toList();
        Canvas line = lifelines();
        if (!rung.getTo().isEmpty()) {
            arrow(line, rung);
        }
        if (!rung.hasArrivedAtNanos() || rung.getArrivedAtNanos() != rung.getAtNanos()) {
            time(line, rung.getHost(), rung.getAtNanos(), rung.getTo()); // a copy that the network made has left nobody
        }
        if (rung.hasArrivedAtNanos()) {
            time(line, rung.getTo(), rung.getArrivedAtNanos(), rung.getHost());
        }
        List<Canvas> lines = new ArrayList<>(List.of(line));
        boolean drawn = !rung.getTo().isEmpty();
        notes(rung, drawn ? lines : new ArrayList<>(), drawn, lines);
        besides(states, lines);
        lines.forEach(Canvas::print);
    }

    private void notes(Rung rung, List<Canvas> below, boolean drawn, List<Canvas> lines) {
        int room = layout.last() - layout.first() - 5;
        List<String> texts = new ArrayList<>();
        if (hosts.size() > 2) {
            rung.getStatesList().forEach(state -> texts.add(state.getHost() + " is " + state.getState()));
        }
        texts.addAll(LadderView.notes(rung));
        int at = 0;
        for (String text : texts) {
            for (String part : Reasons.lines(terminal.shown(text), room)) {
                Canvas line;
                if (!drawn && at == 0) {
                    line = lines.getFirst();
                } else {
                    line = lifelines();
                    lines.add(line);
                }
                at++;
                line.put(layout.first() + 4, part, Style.DIM);
            }
        }
    }

    /** The states stand beside the hosts, one under the other. */
    private void besides(List<List<String>> states, List<Canvas> lines) {
        if (hosts.size() > 2) {
            return;
        }
        for (int host = 0; host < hosts.size(); host++) {
            for (int number = 0; number < states.get(host).size(); number++) {
                if (number == lines.size()) {
                    lines.add(lifelines());
                }
                String state = states.get(host).get(number);
                int column = host == 0 ? layout.first() - 1 - Width.of(state) : layout.last() + 2;
                lines.get(number).put(column, state, Style.BOLD);
            }
        }
    }

    private static List<String> states(Rung rung, String host) {
        return rung.getStatesList().stream()
                .filter(state -> state.getHost().equals(host))
                .map(HostState::getState)
                .collect(Collectors.toList());
    }

    private Canvas lifelines() {
        Canvas line = new Canvas(terminal);
        layout.lines().forEach(column -> line.put(column, shapes.life(), Style.DIM));
        return line;
    }

    /** On the side where the host stands, as seen from the other one. */
    private void time(Canvas line, String host, long nanos, String other) {
        boolean left = other.isEmpty()
                ? hosts.size() < 2 || hosts.indexOf(host) < hosts.size() - 1
                : hosts.indexOf(host) < hosts.indexOf(other);
        String time = layout.time(nanos);
        int column = left ? LadderLayout.INDENT + layout.times() - time.length() : layout.columns() - time.length();
        line.put(column, time, Style.DIM);
    }

    private void arrow(Canvas line, Rung rung) {
        int from = layout.lines().get(hosts.indexOf(rung.getHost()));
        int to = layout.lines().get(hosts.indexOf(rung.getTo()));
        int room = Math.abs(to - from) - 1;
        boolean right = from < to;
        String label = label(rung, room - 6);
        String begin = shapes.line().repeat(2) + " ";
        if (!right) {
            begin = " " + shapes.line().repeat(2);
        }
        int used = begin.length() + Width.of(label) + 1;
        boolean lost = !rung.getLost().isEmpty();
        int length = lost ? Math.clamp(Math.round(rung.getLostAt() * room), used + 2, Math.max(used + 2, room)) : room;
        String tail = shapes.line().repeat(Math.max(0, length - used - 1));
        String head = lost ? shapes.lost() : right ? shapes.right() : shapes.left();
        String text = right ? begin + label + " " + tail + head : head + tail + " " + label + begin;
        int column = right ? from + 1 : from - Width.of(text);
        put(line, column, text, rung);
    }

    private static void put(Canvas line, int column, String text, Rung rung) {
        if (!rung.getLost().isEmpty()) {
            line.put(column, text, Style.BAD);
        } else if (rung.getAgain()) {
            line.put(column, text, Style.WARNING);
        } else {
            line.put(column, text);
        }
    }

    /** As many of its words as there is room for. */
    private String label(Rung rung, int room) {
        StringBuilder label = new StringBuilder(rung.getAgain() ? shapes.again() : "");
        String gap = "";
        for (String word : rung.getLabelList()) {
            String shown = terminal.shown(word);
            if (!gap.isEmpty() && Width.of(label + gap + shown) > room) {
                break;
            }
            label.append(gap).append(shown);
            gap = " ";
        }
        return Width.cut(label.toString(), Math.max(1, room));
    }

    /** Whether both steer the connection and meet on their way. */
    private boolean cross(Rung one, Rung other) {
        return hosts.size() == 2
                && steers(one)
                && steers(other)
                && one.getHost().equals(other.getTo())
                && other.getHost().equals(one.getTo())
                && one.hasArrivedAtNanos()
                && other.hasArrivedAtNanos()
                && other.getAtNanos() < one.getArrivedAtNanos();
    }

    private static boolean steers(Rung rung) {
        return rung.getLabelCount() > 0 && rung.getLabel(0).matches("(SYN|FIN|RST).*");
    }

    private void crossing(Rung one, Rung other) {
        Rung right = one.getHost().equals(hosts.getFirst()) ? one : other;
        Rung left = right.equals(one) ? other : one;
        int room = layout.last() - layout.first() - 1;
        int half = room / 2;
        Canvas leave = lifelines();
        Canvas meet = lifelines();
        Canvas arrive = lifelines();
        String begin = shapes.line().repeat(2);
        String label = label(right, half - 6);
        String text = begin + " " + label + " ";
        text += shapes.line().repeat(Math.max(0, half - 2 - Width.of(text))) + (terminal.unicode() ? "╲" : "\\");
        put(leave, layout.first() + 1, text, right);
        label = label(left, half - 6);
        text = " " + label + " " + begin;
        text = (terminal.unicode() ? "╱" : "/") + shapes.line().repeat(Math.max(0, half - 2 - Width.of(text))) + text;
        put(leave, layout.last() - Width.of(text), text, left);
        int middle = layout.first() + 1 + half - 1;
        meet.put(middle, terminal.unicode() ? "╳" : "X");
        text = shapes.left() + shapes.line().repeat(Math.max(0, half - 3)) + (terminal.unicode() ? "╱" : "/");
        put(arrive, layout.first() + 1, text, left);
        text = (terminal.unicode() ? "╲" : "\\") + shapes.line().repeat(Math.max(0, half - 3)) + shapes.right();
        put(arrive, layout.last() - Width.of(text), text, right);
        time(leave, right.getHost(), right.getAtNanos(), right.getTo());
        time(leave, left.getHost(), left.getAtNanos(), left.getTo());
        time(arrive, right.getTo(), right.getArrivedAtNanos(), right.getHost());
        time(arrive, left.getTo(), left.getArrivedAtNanos(), left.getHost());
        List<Canvas> before = new ArrayList<>(List.of(leave, meet));
        besides(List.of(states(right, right.getHost()), states(left, left.getHost())), before);
        before.forEach(Canvas::print);
        List<Canvas> after = new ArrayList<>(List.of(arrive));
        Rung why = one.getWhy().isEmpty() ? other : one;
        notes(why, after, true, after);
        besides(List.of(states(left, right.getHost()), states(right, left.getHost())), after);
        after.forEach(Canvas::print);
    }

    private void legend() {
        List<String> words = new ArrayList<>();
        if (ladder.getRungsList().stream().anyMatch(rung -> !rung.getLost().isEmpty())) {
            words.add(shapes.lost() + " lost");
        }
        if (ladder.getRungsList().stream().anyMatch(Rung::getAgain) && terminal.unicode()) {
            words.add(shapes.again() + "sent again");
        }
        if (!words.isEmpty()) {
            terminal.line(" ".repeat(layout.first() + 1) + terminal.styled(Style.DIM, String.join("   ", words)));
        }
    }
}
