package sevenlayers.labs.world.cluster;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import sevenlayers.labs.world.Progress;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.images.Image;
import sevenlayers.labs.world.tool.Tool;

/**
 * A cluster of the lab's own, made by the minikube program.
 *
 * @param minikube the minikube program
 * @param name of its profile, and so of the context
 */
record Minikube(Tool minikube, String name) implements Provider {

    Minikube {
        if (!minikube.present()) {
            throw new WorldException(
                    "There is no minikube on the path, and --minikube makes its cluster with it. Install minikube, or use a"
                            + " cluster that you have: ./lab up --cluster");
        }
    }

    @Override
    public String context() {
        return name;
    }

    @Override
    public String manifests() {
        return "overlays/minikube";
    }

    @Override
    public boolean publishesDoors() {
        return false;
    }

    @Override
    public boolean exists() {
        return minikube.run("profile", "list", "--output", "json").out().contains("\"Name\":\"" + name + "\"");
    }

    @Override
    public void ensure(Consumer<Progress> progress) {
        if (!exists() || !minikube.run("--profile", name, "status").ok()) {
            progress.accept(new Progress("cluster", 0, 1));
            minikube.run("start", "--profile", name).orElseThrow("minikube could not start the cluster " + name);
            progress.accept(new Progress("cluster", 1, 1));
        }
    }

    @Override
    public void load(List<Image> images) {
        minikube.run(Stream.concat(
                                Stream.of("--profile", name, "image", "load"),
                                images.stream().map(Image::name))
                        .toList())
                .orElseThrow("minikube could not load the images");
    }

    @Override
    public void remove() {
        minikube.run("delete", "--profile", name).orElseThrow("minikube could not delete the cluster " + name);
    }
}
