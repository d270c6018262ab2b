package sevenlayers.labs.world.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.Progress;
import sevenlayers.labs.world.ServicePlan;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.images.Image;
import sevenlayers.labs.world.tool.Tool;

/**
 * A cluster of the lab's own, made by the kind program: its machine is a container.
 *
 * @param kind the kind program
 * @param name of the cluster
 * @param config k8s/kind.yaml
 * @param state a folder for what is derived from it
 * @param layout the front doors
 */
record Kind(Tool kind, String name, Path config, Path state, Layout layout) implements Provider {

    Kind {
        if (!kind.present()) {
            throw new WorldException(
                    "There is no kind on the path, and --kind makes its cluster with it. Install kind, or use a cluster that"
                            + " you have: ./lab up --cluster");
        }
    }

    @Override
    public String context() {
        return "kind-" + name;
    }

    @Override
    public String manifests() {
        return "overlays/kind";
    }

    @Override
    public boolean publishesDoors() {
        return true;
    }

    @Override
    public boolean exists() {
        return kind.run("get", "clusters")
                .orElseThrow("kind could not list its clusters")
                .lines()
                .contains(name);
    }

    @Override
    public void ensure(Consumer<Progress> progress) {
        if (!exists()) {
            progress.accept(new Progress("cluster", 0, 1));
            kind.run("create", "cluster", "--name", name, "--config", moved().toString(), "--wait", "180s")
                    .orElseThrow("kind could not make the cluster " + name);
            progress.accept(new Progress("cluster", 1, 1));
        }
    }

    @Override
    public void load(List<Image> images) {
        kind.run(Stream.concat(
                                Stream.of("load", "docker-image", "--name", name),
                                images.stream().map(Image::name))
                        .toList())
                .orElseThrow("kind could not load the images");
    }

    @Override
    public void remove() {
        kind.run("delete", "cluster", "--name", name).orElseThrow("kind could not delete the cluster " + name);
    }

    /** kind.yaml with the front doors where this layout has them. */
    private Path moved() {
        try {
            String yaml = Files.readString(config);
            for (ServicePlan service : layout.services()) {
                yaml = move(yaml, service.door(), layout.door(service));
                for (ServicePlan.Extra extra : service.extras()) {
                    yaml = move(yaml, extra.port(), layout.door(extra));
                }
            }
            return Files.writeString(Files.createDirectories(state).resolve("kind.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String move(String yaml, int from, int to) {
        return yaml.replace("hostPort: " + from + ",", "hostPort: " + to + ",");
    }
}
