package sevenlayers.labs.agent;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import sevenlayers.labs.world.WorldChoice;

/**
 * What {@code .lab/agent.json} says about the agent that is up.
 *
 * @param process which process it is
 * @param port its front door
 * @param world the world that it owns
 * @param code fingerprint of the code that it runs
 */
public record AgentState(ProcessId process, int port, WorldChoice world, String code) {

    private static final String FILE = "agent.json";

    /** What the state folder {@code state} says; empty if there is no agent, or none that we can read. */
    public static Optional<AgentState> read(Path state) {
        try {
            return Optional.ofNullable(new Gson().fromJson(Files.readString(state.resolve(FILE)), AgentState.class));
        } catch (IOException | JsonParseException _) {
            return Optional.empty();
        }
    }

    /** Writes it, whole or not at all. */
    public void write(Path state) {
        try {
            Path part = Files.createTempFile(state, FILE, ".part");
            Files.writeString(part, new Gson().toJson(this));
            Files.move(part, state.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes it away, and the token, which opens nothing any more. */
    public static void delete(Path state) {
        try {
            Files.deleteIfExists(state.resolve(FILE));
            Files.deleteIfExists(state.resolve("token"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return process.handle().isPresent();
    }
}
