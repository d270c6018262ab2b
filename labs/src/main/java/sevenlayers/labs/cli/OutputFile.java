package sevenlayers.labs.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sevenlayers.labs.world.WorldException;

/** A file that a person named, to be written to. */
final class OutputFile {

    private OutputFile() {}

    /**
     * Makes its folder, before there is anything to write: nobody wants to hear after a minute that there is no place for the result.
     *
     * @param option that named it
     * @throws WorldException if it cannot be written
     */
    static void prepare(String option, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException _) {
            // The folder is looked at below.
        }
        boolean writable = Files.exists(file)
                ? Files.isRegularFile(file) && Files.isWritable(file)
                : folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
        if (!writable) {
            throw new WorldException(file + " cannot be written. Name a file with " + option
                    + ", in a folder that is yours to write to.");
        }
    }
}
