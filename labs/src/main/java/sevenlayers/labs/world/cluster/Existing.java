package sevenlayers.labs.world.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import sevenlayers.labs.world.Progress;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.images.Image;
import sevenlayers.labs.world.tool.Tool;

/**
 * A cluster that somebody else made. The lab uses one namespace of it.
 *
 * @param context its kubectl context
 * @param directory the checkout, where the command below runs
 * @param loader the command that puts images there, called with their names; empty: none was named
 */
record Existing(String context, Path directory, String loader) implements Provider {

    /** The setting that names the command. */
    static final String LOADER = "LAB_IMAGE_LOAD";

    @Override
    public String manifests() {
        return "base";
    }

    @Override
    public boolean publishesDoors() {
        return false;
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public void ensure(Consumer<Progress> progress) {
        // Its maker does.
    }

    @Override
    public void load(List<Image> images) {
        if (loader.isBlank()) {
            throw new WorldException("The images of this checkout are not in the cluster " + context + " yet. " + LOADER
                    + " names the command that puts images there; it is called with their names. For a cluster of kind:\n"
                    + "  " + LOADER + "=\"kind load docker-image --name NAME\" ./lab up --cluster");
        }
        // The shell splits the command as its writer meant it; "$@" are the names.
        Tool shell = new Tool("sh", directory, Map.of());
        shell.run(Stream.concat(
                                Stream.of("-c", loader + " \"$@\"", "load"),
                                images.stream().map(Image::name))
                        .toList())
                .orElseThrow("The command in " + LOADER + " could not put the images there");
    }

    @Override
    public void remove() {
        throw new IllegalStateException("the lab did not make the cluster " + context);
    }
}
