package sevenlayers.labs.world.images;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.tool.Answer;
import sevenlayers.labs.world.tool.Tool;

/** Finds Docker, or says in one sentence what is missing. */
public final class Docker {

    private static final Pattern MAJOR = Pattern.compile("v?(\\d+)\\..*", Pattern.DOTALL);

    private Docker() {}

    /**
     * The docker program, with an engine that answers.
     *
     * @param directory the checkout
     * @param environment what it is told
     * @throws WorldException there is none, its engine does not answer, or this user may not ask it
     */
    public static Tool engine(Path directory, Map<String, String> environment) {
        Tool docker = new Tool("docker", directory, environment);
        if (!docker.present()) {
            throw new WorldException(
                    "There is no docker on this machine: containers need it. Install Docker, or use the processes world: ./lab up");
        }
        Answer version = docker.run("version", "--format", "{{.Server.Version}}");
        if (!version.ok()) {
            throw new WorldException(whyNot(version.err()));
        }
        return docker;
    }

    /**
     * The same, with compose 2.
     *
     * @throws WorldException as {@link #engine}, or compose is missing or older than 2
     */
    public static Tool compose(Path directory, Map<String, String> environment) {
        Tool docker = engine(directory, environment);
        Answer version = docker.run("compose", "version", "--short");
        Matcher major = MAJOR.matcher(version.out().strip());
        if (!version.ok() || !major.matches()) {
            throw new WorldException(
                    "Docker is here, but it has no compose: `docker compose` needs compose 2 or newer, a plugin (package"
                            + " docker-compose-plugin, docker-compose-v2 or docker-compose). The older program `docker-compose` is not enough.");
        }
        if (Integer.parseInt(major.group(1)) < 2) {
            throw new WorldException("compose " + version.out().strip()
                    + " is too old: the lab needs compose 2 or newer. Update the plugin.");
        }
        return docker;
    }

    static String whyNot(String error) {
        String said = error.toLowerCase(Locale.ROOT);
        if (said.contains("permission denied")) {
            return "Docker's engine runs, but this user may not ask it. Join the group docker (sudo usermod -aG docker $USER) and log in again.";
        }
        if (said.contains("cannot connect")
                || said.contains("is the docker daemon running")
                || said.contains("no such file")) {
            return "Docker is installed, but its engine does not answer. Start it (Docker Desktop, or: sudo systemctl start docker),"
                    + " then try again.";
        }
        return "Docker's engine does not answer: " + error.strip();
    }
}
