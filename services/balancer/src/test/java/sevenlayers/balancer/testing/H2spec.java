package sevenlayers.balancer.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * h2spec, a client that tests a server against RFC 9113's predecessor and RFC 7541, case by case. The program is taken out of the jar
 * of a Maven plugin, which carries it for some platforms.
 */
public final class H2spec {
    private static final String RESOURCES = "/h2spec/2.2.0/h2spec_";
    private static final int TAR_BLOCK = 512;
    private static final int TAR_SIZE_AT = 124;
    private static final int TAR_SIZE_LENGTH = 11;

    private final Path program;

    /**
     * One case and how it went.
     *
     * @param section as in {@code http2/5.1.1. Stream Identifiers}
     * @param failure what was expected and what came instead; null if it passed
     */
    public record Case(
            String section, String title, @Nullable String failure) {}

    private H2spec(Path program) {
        this.program = program;
    }

    /** The program for this platform, put into a folder; empty if there is none. */
    public static Optional<H2spec> unpack(Path folder) throws IOException {
        String system = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
        boolean known = System.getProperty("os.arch").matches("amd64|x86_64")
                && System.getProperty("os.name").matches("Linux|Mac.*");
        try (InputStream packed =
                known ? H2spec.class.getResourceAsStream(RESOURCES + system + "_amd64.tar.gz") : null) {
            if (packed == null) {
                return Optional.empty();
            }
            Path program = folder.resolve("h2spec");
            Files.write(program, firstFile(new GZIPInputStream(packed)));
            if (!program.toFile().setExecutable(true)) {
                throw new IOException("cannot make " + program + " executable");
            }
            return Optional.of(new H2spec(program));
        }
    }

    // The archive holds the program and nothing else: a block of tar's header, and the bytes.
    private static byte[] firstFile(InputStream tar) throws IOException {
        byte[] header = tar.readNBytes(TAR_BLOCK);
        int size = Integer.parseInt(new String(header, TAR_SIZE_AT, TAR_SIZE_LENGTH, US_ASCII).strip(), 8);
        byte[] file = tar.readNBytes(size);
        if (file.length < size) {
            throw new EOFException("the archive of h2spec ends early");
        }
        return file;
    }

    /** Runs every case, the strict ones too. */
    public List<Case> run(InetSocketAddress door, String... more) throws IOException, InterruptedException {
        Path report = program.resolveSibling("report.xml");
        Path output = program.resolveSibling("output.txt");
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--host",
                door.getAddress().getHostAddress(),
                "--port",
                Integer.toString(door.getPort()),
                // Seconds for one case. Many cases wait for nothing to happen, so this is also what they take.
                "--timeout",
                "5",
                "--strict",
                "--junit-report",
                report.toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                throw new IOException("h2spec does not end; it says: " + Files.readString(output));
            }
        } finally {
            process.destroyForcibly();
        }
        if (!Files.exists(report)) {
            throw new IOException("h2spec wrote no report; it says: " + Files.readString(output));
        }
        return read(report);
    }

    private static List<Case> read(Path report) throws IOException {
        List<Case> cases = new ArrayList<>();
        try {
            NodeList found = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(report.toFile())
                    .getElementsByTagName("testcase");
            for (int i = 0; i < found.getLength(); i++) {
                Element each = (Element) found.item(i);
                Element suite = (Element) each.getParentNode();
                NodeList failure = each.getElementsByTagName("failure");
                NodeList error = each.getElementsByTagName("error");
                cases.add(new Case(
                        suite.getAttribute("package") + " " + suite.getAttribute("name"),
                        each.getAttribute("classname"),
                        failure.getLength() > 0
                                ? failure.item(0).getTextContent()
                                : error.getLength() > 0 ? error.item(0).getTextContent() : null));
            }
            return cases;
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("cannot read h2spec's report", e);
        }
    }
}
