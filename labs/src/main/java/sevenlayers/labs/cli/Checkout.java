package sevenlayers.labs.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import sevenlayers.labs.agent.AgentClient;
import sevenlayers.labs.agent.AgentState;
import sevenlayers.labs.agent.Token;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.WorldException;

/**
 * What every command starts from.
 *
 * @param home the repository
 * @param state its {@code .lab}; {@code LAB_STATE} names another one
 * @param layout ports and addresses
 * @param terminal where to write
 */
public record Checkout(Path home, Path state, Layout layout, Terminal terminal) {

    /** As the script {@code lab} and the environment say. */
    public static Checkout ofSystem() {
        Path home = Path.of(System.getProperty("lab.home", "")).toAbsolutePath().normalize();
        return new Checkout(
                home,
                home.resolve(System.getenv().getOrDefault("LAB_STATE", ".lab")),
                Layout.ofSystem(),
                Terminal.ofSystem());
    }

    /** The agent that is up, if one is. */
    public Optional<AgentState> running() {
        return AgentState.read(state).filter(AgentState::isAlive);
    }

    /** The agent that is up, or one that has ended and left its world behind: Docker and Kubernetes keep what they run. */
    Optional<AgentState> known() {
        return AgentState.read(state)
                .filter(agent -> agent.isAlive() || agent.world().kind().outlivesAgent());
    }

    /**
     * A client of the agent that is up.
     *
     * @throws WorldException if none is
     */
    public AgentClient agent() {
        AgentState agent = running().orElseThrow(() -> new WorldException(notUp()));
        try {
            return new AgentClient(agent.port(), Token.read(tokenFile()));
        } catch (IOException e) {
            throw new WorldException(
                    "The lab's token, " + tokenFile()
                            + ", cannot be read: only the user who brought the lab up can do that.",
                    e);
        }
    }

    private String notUp() {
        return known().map(left -> "The agent of this lab has ended, and its pods ("
                        + UpCommand.title(left.world()) + ") may still run.\n"
                        + "Get it back with ./lab up, or end it with ./lab down.")
                .orElse(
                        "The lab is not up. Bring it up with ./lab up (or ./lab up --containers, --kind, --minikube, --cluster).");
    }

    public Path tokenFile() {
        return state.resolve("token");
    }

    /** Makes the state folder. */
    void prepare() {
        try {
            Files.createDirectories(state.resolve("logs"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
