package sevenlayers.labs.world.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import sevenlayers.labs.world.images.Image;

/**
 * The manifests of {@code k8s/} with what only this run knows: the images' tags, and how many pods a scaled service has. A kustomization
 * of its own is laid over them, so that the files in the repository stay as they are, and a reader can look at what was applied.
 */
final class Manifests {

    private final Path directory;
    private final Path folder;

    /**
     * @param directory the checkout
     * @param folder where the kustomization is written
     */
    Manifests(Path directory, Path folder) {
        this.directory = directory;
        this.folder = folder;
    }

    /** Writes the kustomization and returns its folder, for {@code kubectl apply -k}. */
    Path write(String manifests, List<Image> images, Map<String, Integer> replicas) {
        StringBuilder yaml = new StringBuilder("# Written by ./lab up: k8s/" + manifests + " as it was applied.\n"
                + "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"
                + "resources: [" + folder.relativize(directory.resolve("k8s").resolve(manifests)) + "]\nimages:\n");
        images.forEach(
                image -> yaml.append("  - {name: " + image.repository() + ", newTag: \"" + image.tag() + "\"}\n"));
        yaml.append("replicas:\n");
        replicas.forEach((service, count) -> yaml.append("  - {name: " + service + ", count: " + count + "}\n"));
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("kustomization.yaml"), yaml);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
