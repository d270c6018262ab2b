package sevenlayers.labs.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import sevenlayers.lab.v1.GetWorldRequest;
import sevenlayers.lab.v1.GetWorldResponse;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.WorldChoice;
import sevenlayers.labs.world.processes.ProcessWorld;

/** An agent over a world in which nothing runs, and a client that asks it once. */
public final class Rehearsal {

    private Rehearsal() {}

    /** Serves and asks; leaves a token and an agent.json in {@code folder}. */
    public static GetWorldResponse run(Layout layout, Path folder) throws IOException {
        Token token = Token.create(folder.resolve("token"));
        ProcessWorld world = new ProcessWorld(layout, folder, folder);
        WorldAdapter adapter = new WorldAdapter(world, folder, () -> {});
        try (AgentServer server = new AgentServer(0, token, "token", List.of(adapter))) {
            new AgentState(ProcessId.of(ProcessHandle.current()), server.port(), WorldChoice.PROCESSES, "")
                    .write(folder);
            int port = AgentState.read(folder).map(AgentState::port).orElseThrow();
            try (AgentClient client = new AgentClient(port, Token.read(folder.resolve("token")))) {
                return client.world().getWorld(GetWorldRequest.getDefaultInstance());
            }
        }
    }
}
