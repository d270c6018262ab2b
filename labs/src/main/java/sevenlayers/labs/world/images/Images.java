package sevenlayers.labs.world.images;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import sevenlayers.labs.build.Fingerprint;
import sevenlayers.labs.world.Progress;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.tool.Meanwhile;
import sevenlayers.labs.world.tool.Tool;

/**
 * Builds the images of the services out of what {@code ./lab build} has left.
 *
 * <p>An image is named by a digest of its contents. So an unchanged service is not built again, a changed one is another image, and a world
 * that is told the new name replaces the pods of that service and no others.
 */
public final class Images {

    private static final int TAG_DIGITS = 12;

    private final Tool docker;
    private final Path services;
    private final String base;

    /**
     * @param docker the docker program
     * @param directory the checkout
     * @param base the image to build on; empty: the Dockerfile's own
     */
    public Images(Tool docker, Path directory, String base) {
        this.docker = docker;
        this.services = directory.resolve("services");
        this.base = base;
    }

    /**
     * The images of {@code names}, built where they are not there yet.
     *
     * @throws WorldException a service has not been built, or its image cannot be
     */
    public List<Image> build(List<String> names, Consumer<Progress> progress) {
        List<Image> images = names.stream().map(this::image).toList();
        List<Image> missing = images.stream().filter(image -> !exists(image)).toList();
        AtomicInteger done = new AtomicInteger();
        if (!missing.isEmpty()) {
            progress.accept(new Progress("images", 0, missing.size()));
        }
        Meanwhile.each(missing, image -> {
            build(image);
            progress.accept(new Progress("images", done.incrementAndGet(), missing.size()));
            return image;
        });
        return images;
    }

    /** Forgets images of earlier contents. One that a container still uses stays. */
    public void forgetAllBut(List<Image> current) {
        for (Image image : current) {
            List<String> old = docker.run("image", "ls", "--format", "{{.Tag}}", image.repository()).lines().stream()
                    .filter(tag -> !tag.equals(image.tag()) && !tag.equals(Image.BY_HAND) && !tag.startsWith("<"))
                    .map(tag -> image.repository() + ":" + tag)
                    .toList();
            old.forEach(name -> docker.run("image", "rm", name));
        }
    }

    private Image image(String service) {
        Path app = services.resolve(service).resolve("target/quarkus-app");
        if (!Files.isRegularFile(app.resolve("quarkus-run.jar"))) {
            throw new WorldException("There is no built " + service + " in " + app + ": run ./lab build first.");
        }
        Fingerprint contents = new Fingerprint().add(base);
        Stream.of("Dockerfile", "jvm.options", "train.sh")
                .map(services::resolve)
                .forEach(contents::add);
        // Not the folder as a whole: the cache that the build makes for its own JDK is not taken.
        Stream.of("quarkus-run.jar", "app", "lib", "quarkus").map(app::resolve).forEach(contents::add);
        return new Image(service, contents.value().substring(0, TAG_DIGITS));
    }

    private boolean exists(Image image) {
        return docker.run("image", "inspect", image.name()).ok();
    }

    private void build(Image image) {
        // --force-rm: the classic builder would leave the container of a failed step behind.
        List<String> arguments = new ArrayList<>(List.of(
                "build",
                "--force-rm",
                "--target",
                "pod",
                "--build-arg",
                "SERVICE=" + image.service(),
                "--tag",
                image.name()));
        if (!base.isBlank()) {
            arguments.addAll(List.of("--build-arg", "BASE_IMAGE=" + base));
        }
        arguments.add(services.toString());
        docker.run(arguments).orElseThrow("The image of " + image.service() + " could not be built");
    }
}
