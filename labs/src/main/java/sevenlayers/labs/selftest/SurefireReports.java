package sevenlayers.labs.selftest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import sevenlayers.labs.terminal.People;

/** What Maven's Surefire reports of the tests of one run. */
record SurefireReports(List<Case> cases) {

    /**
     * A test.
     *
     * @param type its class, without the package
     * @param skipped why it was skipped; empty if it ran
     */
    record Case(String type, String skipped) {}

    private static final String NO_REASON = "no reason was given";

    /** @param start when the run began: reports that are older belong to earlier ones */
    static SurefireReports since(FileTime start, List<Path> folders) {
        List<Case> cases = new ArrayList<>();
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.filter(file -> file.toString().endsWith(".xml"))
                            .sorted()
                            .toList()) {
                        if (Files.getLastModifiedTime(file).compareTo(start) >= 0) {
                            read(file, cases);
                        }
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return new SurefireReports(List.copyOf(cases));
    }

    boolean anyRan() {
        return cases.stream().anyMatch(one -> one.skipped().isEmpty());
    }

    /** What was skipped: a sentence for each class and reason. */
    List<String> skipped() {
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        cases.stream()
                .filter(one -> !one.skipped().isEmpty())
                .forEach(one ->
                        counts.computeIfAbsent(one.type(), _ -> new TreeMap<>()).merge(one.skipped(), 1, Integer::sum));
        List<String> sentences = new ArrayList<>();
        counts.forEach((type, reasons) -> reasons.forEach(
                (reason, count) -> sentences.add(People.count(count, "test") + " of " + type + ": " + reason)));
        return sentences;
    }

    private static void read(Path file, List<Case> cases) throws IOException {
        String type = "";
        String skipped = "";
        try (var in = Files.newInputStream(file)) {
            XMLStreamReader xml = XMLInputFactory.newDefaultFactory().createXMLStreamReader(in);
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    switch (xml.getLocalName()) {
                        case "testcase" -> {
                            String name = attribute(xml, "classname");
                            type = name.substring(name.lastIndexOf('.') + 1);
                            skipped = "";
                        }
                        case "skipped" -> skipped = reason(attribute(xml, "message"));
                        default -> {}
                    }
                } else if (event == XMLStreamConstants.END_ELEMENT
                        && xml.getLocalName().equals("testcase")) {
                    cases.add(new Case(type, skipped));
                }
            }
        } catch (XMLStreamException e) {
            throw new IOException(file + " is no report: " + e.getMessage(), e);
        }
    }

    private static String reason(String message) {
        String reason = message.replaceFirst("^Assumption failed: ", "").strip();
        return reason.isEmpty() ? NO_REASON : reason;
    }

    private static String attribute(XMLStreamReader xml, String name) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value;
    }
}
