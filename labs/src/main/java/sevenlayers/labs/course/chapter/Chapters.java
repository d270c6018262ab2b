package sevenlayers.labs.course.chapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sevenlayers.labs.world.Nearest;

/** The chapters that exist, in the order of the course. */
public final class Chapters {

    private final Path folder;
    private @Nullable Catalogue catalogue;

    /** @param folder {@code labs/course} */
    public Chapters(Path folder) {
        this.folder = folder;
    }

    /** The claims of the course; read when they are first asked for. */
    public synchronized Catalogue catalogue() {
        Catalogue read = catalogue;
        if (read == null) {
            read = Catalogue.read(folder.resolve("claims.yaml"));
            catalogue = read;
        }
        return read;
    }

    /** Ids of the chapters that exist. */
    public List<String> ids() {
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(path -> Files.exists(path.resolve("lab.yaml")))
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("labs/course cannot be read", e);
        }
    }

    /** @throws SchemaProblem if it is not as it must be */
    public Chapter read(String id) {
        return new ChapterReader(folder.resolve(id), catalogue()).read();
    }

    public List<Chapter> all() {
        return ids().stream().map(this::read).toList();
    }

    /**
     * The chapter of a number ({@code 20}), a name ({@code one-connection-one-pod}) or both.
     *
     * @throws SchemaProblem if there is none: with the nearest
     */
    public Chapter find(String name) {
        List<String> ids = ids();
        List<String> names = new ArrayList<>(ids);
        for (String id : ids) {
            String number = id.substring(0, 2);
            String topic = id.substring(3);
            if (name.equals(id) || name.equals(number) || name.equals(topic)) {
                return read(id);
            }
            names.add(topic);
        }
        throw new SchemaProblem("There is no lab \"" + name + "\"." + nearest(name, ids, names));
    }

    private String nearest(String name, List<String> ids, List<String> names) {
        for (String planned : catalogue().chapters()) {
            if (name.equals(planned) || name.equals(planned.substring(0, 2)) || name.equals(planned.substring(3))) {
                return " The course plans " + planned + ", but it is not written yet. Labs that exist: "
                        + String.join(", ", ids) + ".";
            }
        }
        return Nearest.hint(name, names) + " There are " + String.join(", ", ids)
                + "; a lab's number or name is enough, as in ./lab run "
                + ids.getFirst().substring(0, 2) + ".";
    }
}
