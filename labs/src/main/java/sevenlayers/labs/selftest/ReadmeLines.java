package sevenlayers.labs.selftest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.WorldKind;

/**
 * What a page shows, to be executed.
 *
 * <p>A block fenced as {@code sh} that is followed by one fenced as {@code json} or {@code text} is a command and its answer; see
 * {@link Expected} for how they are compared. Lines {@code ./lab ...} in other {@code sh} blocks, and in the running text, are commands
 * that the lab must have: {@code ./lab test} executes them by itself, as it brings worlds up and down.
 *
 * <p>The page is written for the processes world without an offset. Elsewhere its front doors are moved, {@code WORLD_PROCESSES} is the
 * world that is up, and an address that begins with 127.0.0 is anything.
 *
 * @param lines commands with their answers
 * @param commands the subcommands of {@code ./lab} that the page names
 * @param unanswered calls with grpcurl that no answer follows, so that nobody would notice if they were wrong
 */
record ReadmeLines(List<Line> lines, List<String> commands, List<String> unanswered) {

    private static final Pattern FENCED =
            Pattern.compile("^```(\\w*)\\n(.*?)^```\\s*$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("\\./lab ([a-z]+)");
    private static final Pattern DOOR = Pattern.compile("(localhost:|@localhost -p )(\\d+)");
    private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.…(?::9000)?");

    /**
     * A command and its answer.
     *
     * @param command for {@code sh}
     */
    record Line(String command, Expected answer) {

        /** As it is in another world than the page's. */
        Line in(WorldKind world, Layout layout) {
            Layout standard = new Layout(0, false, Map.of());
            String moved = DOOR.matcher(command)
                    .replaceAll(door -> door.group(1) + move(Integer.parseInt(door.group(2)), standard, layout));
            boolean asWritten = world == WorldKind.PROCESSES && !layout.oneLoopback() && layout.offset() == 0;
            String text = asWritten
                    ? answer.text()
                    : ADDRESS.matcher(answer.text())
                            .replaceAll("…")
                            .replace("WORLD_PROCESSES", "WORLD_" + world.name());
            return new Line(moved, new Expected(answer.language(), text));
        }

        private static int move(int port, Layout from, Layout to) {
            List<Integer> before = ordered(from);
            int index = before.indexOf(port);
            return index < 0 ? port : ordered(to).get(index);
        }

        private static List<Integer> ordered(Layout layout) {
            List<Integer> ports = new ArrayList<>();
            layout.services().forEach(service -> {
                ports.add(layout.door(service));
                service.extras().forEach(extra -> ports.add(layout.door(extra)));
            });
            ports.add(layout.agentPort());
            return ports;
        }
    }

    static ReadmeLines parse(String page) {
        List<Line> lines = new ArrayList<>();
        List<String> unanswered = new ArrayList<>();
        Matcher block = FENCED.matcher(page);
        String command = "";
        int end = 0;
        while (block.find()) {
            boolean follows = page.substring(end, block.start()).isBlank();
            String language = block.group(1);
            boolean answers = follows && (language.equals("json") || language.equals("text"));
            if (!answers && command.contains("grpcurl")) {
                unanswered.add(command);
            }
            if (language.equals("sh")) {
                command = block.group(2).strip();
            } else {
                if (answers && !command.isEmpty()) {
                    lines.add(new Line(
                            command, new Expected(language, block.group(2).strip())));
                }
                command = "";
            }
            end = block.end();
        }
        if (command.contains("grpcurl")) {
            unanswered.add(command);
        }
        List<String> commands = COMMAND.matcher(page)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
        return new ReadmeLines(List.copyOf(lines), commands, List.copyOf(unanswered));
    }
}
