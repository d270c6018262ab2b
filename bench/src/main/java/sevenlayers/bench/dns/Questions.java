package sevenlayers.bench.dns;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** The zone that all of them serve, and what they are asked about it. */
final class Questions {
    private static final String HEAD = "$TTL 3600\n@ SOA ns root 1 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\n";

    private Questions() {}

    /** A line of the zone: -1 is its head. */
    static String line(int number) {
        return number < 0
                ? HEAD
                : "w" + number + ".example A 10." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "."
                        + (number & 255) + "\n";
    }

    static Path zone(Path file, int records) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = -1; i < records; i++) {
                out.write(line(i));
            }
        }
        return file;
    }

    /** A tenth of the names do not exist. */
    static Path questions(Path file, int records, int names) throws IOException {
        Random random = new Random(1);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < records; i++) {
                int number = random.nextInt(names);
                out.write((random.nextInt(10) == 0 ? "no" : "w") + number + ".example. A\n");
            }
        }
        return file;
    }
}
