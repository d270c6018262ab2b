package sevenlayers.labs.agent;

import io.grpc.BindableService;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import sevenlayers.labs.course.Course;
import sevenlayers.labs.course.CourseService;
import sevenlayers.labs.course.run.LabRun;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.World;
import sevenlayers.labs.world.WorldChoice;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.WorldKind;
import sevenlayers.labs.world.Worlds;
import sevenlayers.labs.world.relay.PortHolder;

/**
 * The agent's life.
 *
 * <ol>
 *   <li>{@code ./lab up} starts it and holds the other end of its standard input and output.
 *   <li>It leaves the terminal's session, writes the token and {@code agent.json}, serves, and says {@code serving} (or {@code error} and
 *       a sentence) on standard output.
 *   <li>{@code ./lab up} has it bring up the world, then writes {@code stay}. If its standard input ends before that, {@code ./lab up}
 *       was interrupted or killed, and the agent takes everything down.
 *   <li>It ends after {@code TakeDown}, or by SIGTERM; if it is killed, its keeper ends the pods. Containers and a
 *       cluster outlive both, and {@code agent.json} stays for {@code ./lab down}.
 * </ol>
 */
public final class AgentMain {

    /** The word that makes the command an agent; it is no subcommand of a person's. */
    public static final String COMMAND = "agent";

    /** What the agent says when it serves. */
    public static final String SERVING = "serving";

    /** What it says, before a sentence, when it cannot. */
    public static final String ERROR = "error ";

    /** What it is told when the world is up and nobody has interrupted. */
    public static final String STAY = "stay";

    private static final Logger LOG = Logger.getLogger(AgentMain.class.getName());
    private static final long LAST_ANSWER_MILLIS = 2000;

    private final Path home;
    private final Path state;
    private final Layout layout;
    private final WorldChoice choice;
    private final String code;
    private final PrintStream starter = System.out;

    private @Nullable AgentServer server;
    private @Nullable Process keeper;
    private volatile boolean worldIsDown;

    private AgentMain(Path home, Path state, WorldChoice choice, String code) {
        this.home = home;
        this.state = state;
        this.layout = Layout.ofSystem();
        this.choice = choice;
        this.code = code;
    }

    /**
     * Starts the agent.
     *
     * @param arguments {@link #COMMAND}, the checkout, its state folder, the kind and the maker of the world, the kubectl context (may be empty), and the
     *     fingerprint of this code
     */
    public static void main(String[] arguments) {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%6$s%n");
        WorldChoice choice =
                new WorldChoice(WorldKind.valueOf(arguments[3]), WorldChoice.Maker.valueOf(arguments[4]), arguments[5]);
        AgentMain agent = new AgentMain(Path.of(arguments[1]), Path.of(arguments[2]), choice, arguments[6]);
        try {
            agent.run();
        } catch (WorldException e) {
            agent.say(ERROR + String.valueOf(e.getMessage()).replace("\n", "\\n"));
            System.exit(1);
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOG.log(Level.SEVERE, "the agent could not start", e);
            agent.say(ERROR + "The agent could not start (" + e + "); its log is " + state(arguments[2]));
            System.exit(1);
        }
    }

    private void run() throws IOException, InterruptedException {
        if (Session.leave()) {
            keeper = Session.keeper();
        }
        Token token = Token.create(state.resolve("token"));
        World world = Worlds.open(choice, layout, home, state);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(world), "end"));
        AgentServer serving = serve(token, world);
        server = serving;
        new AgentState(ProcessId.of(ProcessHandle.current()), serving.port(), choice, code).write(state);
        say(SERVING);
        if (!hearsStay()) {
            LOG.info("./lab up was interrupted: taking the lab down");
            world.down(_ -> {});
            worldIsDown = true;
            System.exit(1);
        }
        LOG.info(() -> "the lab is up as " + choice.kind().label());
        serving.awaitEnd(); // gRPC's own threads do not keep a JVM alive
    }

    private AgentServer serve(Token token, World world) {
        Course course = new Course(home, state);
        Runnable afterDown = () -> {
            LabRun.forget(course);
            leaveSoon();
        };
        List<BindableService> services =
                List.of(new WorldAdapter(world, home, afterDown), new CourseService(course, world));
        String where = home.relativize(state.toAbsolutePath()).resolve("token").toString();
        try {
            return new AgentServer(layout.agentPort(), token, where, services);
        } catch (IOException e) {
            throw PortHolder.taken(Layout.HOST, layout.agentPort(), "the front door of the agent", e);
        }
    }

    /** Ends the agent when the answer to TakeDown is on its way. */
    private void leaveSoon() {
        worldIsDown = true;
        Thread.ofPlatform().name("leave").start(() -> System.exit(0));
    }

    private static boolean hearsStay() throws IOException {
        byte[] heard = System.in.readNBytes(STAY.length());
        return new String(heard, StandardCharsets.US_ASCII).equals(STAY);
    }

    private void end(World world) {
        try {
            if (server != null) {
                server.shutdown(LAST_ANSWER_MILLIS);
            }
            if (choice.kind() == WorldKind.PROCESSES) {
                world.down(_ -> {});
                worldIsDown = true;
            } else {
                world.close();
            }
            if (worldIsDown) { // else agent.json stays: ./lab down reads there what still runs
                AgentState.read(state)
                        .filter(agent ->
                                agent.process().pid() == ProcessHandle.current().pid())
                        .ifPresent(_ -> AgentState.delete(state));
            }
            Files.deleteIfExists(state.resolve("token"));
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.SEVERE, "the lab did not go down in order", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            if (keeper != null) {
                keeper.destroyForcibly();
            }
        }
    }

    private void say(String line) {
        starter.println(line);
        starter.flush();
    }

    private static String state(String folder) {
        return Path.of(folder).resolve("logs").resolve("agent.log").toString();
    }
}
