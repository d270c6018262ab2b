package sevenlayers.labs.world.containers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.ServicePlan;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.images.Image;
import sevenlayers.labs.world.tool.Answer;
import sevenlayers.labs.world.tool.Tool;

/**
 * The compose project: what docker-compose.yml says, under the name and the front doors of this layout.
 *
 * <p>All that belongs to it carries its name as a label, so that {@code down} finds all of it and nothing else.
 */
final class Project {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Tool docker;
    private final Path file;
    private final String name;
    private final Map<String, String> doors;

    Project(Tool docker, Path directory, Layout layout) {
        this.docker = docker;
        this.file = directory.resolve("docker-compose.yml");
        this.name = layout.offset() == 0 ? "seven-layers" : "seven-layers-" + layout.offset();
        this.doors = doors(layout);
    }

    /** The variables of docker-compose.yml that move its front doors. */
    static Map<String, String> doors(Layout layout) {
        Map<String, String> doors = new TreeMap<>();
        for (ServicePlan service : layout.services()) {
            doors.put(variable("LAB_DOOR_", service.name()), String.valueOf(layout.door(service)));
            for (ServicePlan.Extra extra : service.extras()) {
                doors.put(variable("LAB_DOOR_", extra.what()), String.valueOf(layout.door(extra)));
            }
        }
        return doors;
    }

    /** The variables of docker-compose.yml that name the images. */
    static Map<String, String> tags(List<Image> images) {
        Map<String, String> tags = new TreeMap<>();
        images.forEach(image -> tags.put(variable("LAB_IMAGE_", image.service()), image.tag()));
        return tags;
    }

    /** Runs {@code docker compose} on the project. */
    Answer compose(List<Image> images, String... arguments) {
        Map<String, String> environment = new TreeMap<>(docker.environment());
        environment.putAll(doors);
        environment.putAll(tags(images));
        List<String> line = new ArrayList<>(
                List.of("compose", "--project-name", name, "--file", file.toString(), "--progress", "plain"));
        line.addAll(List.of(arguments));
        return new Tool(docker.program(), docker.directory(), environment).run(line);
    }

    /** Its containers, running or not, by service and number. */
    List<Container> containers() {
        List<String> ids = docker.run("ps", "--all", "--quiet", "--filter", "label=com.docker.compose.project=" + name)
                .orElseThrow("The containers could not be listed")
                .lines();
        if (ids.isEmpty()) {
            return List.of();
        }
        Answer answer =
                docker.run(Stream.concat(Stream.of("inspect"), ids.stream()).toList());
        return parse(answer.out()).stream()
                .sorted(Comparator.comparing(Container::service).thenComparingInt(Container::number))
                .toList();
    }

    /** Reads what {@code docker inspect} prints; a container that vanished meanwhile is not in it. */
    static List<Container> parse(String inspected) {
        try {
            JsonNode all = JSON.readTree(inspected.isBlank() ? "[]" : inspected);
            return StreamSupport.stream(all.spliterator(), false)
                    .map(Container::of)
                    .toList();
        } catch (JsonProcessingException e) {
            throw new WorldException("Docker described its containers in a way that this lab does not understand.", e);
        }
    }

    private static String variable(String prefix, String what) {
        return prefix + what.toUpperCase(Locale.ROOT);
    }
}
