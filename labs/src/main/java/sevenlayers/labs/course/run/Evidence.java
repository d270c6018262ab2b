package sevenlayers.labs.course.run;

import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import dev.cel.common.values.NullValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** The folder that a run leaves behind: {@code labs/evidence/<lab>/<time>/step-N/}, JSON that a reader can open. */
public final class Evidence {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneId.systemDefault());
    private static final ObjectMapper JSON =
            new ObjectMapper().registerModule(new SimpleModule().addSerializer(NullValue.class, nothing()));

    private final Path repository;
    private final Path folder;

    /** @param repository the folder that shown paths are relative to */
    public Evidence(Path repository, String lab, Instant at) {
        this.repository = repository;
        this.folder = repository.resolve("labs/evidence").resolve(lab).resolve(TIME.format(at));
    }

    /** The folder of this run, relative to the repository, as it is shown. */
    public String shown() {
        return shown("");
    }

    /** A folder in it, as it is shown, with a slash at its end. */
    public String shown(String part) {
        String path = repository.relativize(folder.resolve(part)).toString().replace('\\', '/');
        return path + "/";
    }

    /** Writes values as JSON. */
    void write(String part, String file, Object values) {
        try {
            write(part, file, JSON.writer(new DefaultPrettyPrinter()).writeValueAsString(values));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " of the evidence cannot be written", e);
        }
    }

    /** Writes a message as JSON. */
    public void write(String part, String file, MessageOrBuilder message) {
        try {
            write(part, file, JsonFormat.printer().print(message));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " of the evidence cannot be written", e);
        }
    }

    /** Keeps a file as it is now. */
    public void copy(String part, Path file) {
        try {
            Path into = Files.createDirectories(folder.resolve(part));
            Files.copy(file, into.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be copied to the evidence", e);
        }
    }

    private void write(String part, String file, String json) throws IOException {
        Path path = folder.resolve(part).resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, json + "\n");
    }

    private static JsonSerializer<NullValue> nothing() {
        return new StdSerializer<>(NullValue.class) {
            private static final long serialVersionUID = 1L;

            @Override
            public void serialize(
                    NullValue value,
                    com.fasterxml.jackson.core.JsonGenerator generator,
                    com.fasterxml.jackson.databind.SerializerProvider provider)
                    throws IOException {
                generator.writeNull();
            }
        };
    }
}
