package sevenlayers.labs.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sevenlayers.handshake.v1.NamedScenario;
import sevenlayers.labs.terminal.Table;
import sevenlayers.labs.terminal.Terminal;

/** {@code ./lab tcp list}. */
@Command(
        name = "list",
        description = "The scenarios that have a name, with the chapter that uses each.",
        footer = {"", "Example:", "  ./lab tcp list"},
        mixinStandardHelpOptions = true)
final class TcpList implements Callable<Integer> {

    @Option(names = "--json", description = "The scenarios themselves, one JSON object a line.")
    private boolean json;

    @Override
    public Integer call() {
        try (TcpDoor door = TcpDoor.open()) {
            list(door, Terminal.ofSystem());
            return 0;
        }
    }

    void list(TcpDoor door, Terminal terminal) {
        if (json) {
            door.scenarios().forEach(scenario -> terminal.json(TcpJson.line(scenario)));
            return;
        }
        Table table = new Table();
        for (NamedScenario scenario : door.scenarios()) {
            table.row(scenario.getChapter(), scenario.getName(), scenario.getTitle());
        }
        table.print(terminal);
    }
}
