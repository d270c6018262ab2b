package sevenlayers.labs.course.view;

import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import sevenlayers.lab.v1.CheckResult;

/** Checks as JUnit XML, which CI systems read: a suite for each lab, a case for each check. */
public final class JUnitFile {

    /**
     * The checks of one lab.
     *
     * @param error why it could not be checked to the end; empty if it could
     */
    public record Suite(String lab, List<CheckResult> checks, Duration took, String error) {}

    private JUnitFile() {}

    public static String of(List<Suite> suites) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            for (Suite suite : suites) {
                suite(xml, suite);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("XML cannot be written to a string", e);
        }
        return text + "\n";
    }

    private static void suite(XMLStreamWriter xml, Suite suite) throws XMLStreamException {
        long failures =
                suite.checks().stream().filter(check -> !check.getPassed()).count();
        int errors = suite.error().isEmpty() ? 0 : 1;
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", suite.lab());
        xml.writeAttribute("tests", String.valueOf(suite.checks().size() + errors));
        xml.writeAttribute("failures", String.valueOf(failures));
        xml.writeAttribute("errors", String.valueOf(errors));
        xml.writeAttribute(
                "skipped",
                String.valueOf(suite.checks().stream()
                        .filter(check -> !check.getSkipped().isEmpty())
                        .count()));
        xml.writeAttribute(
                "time", String.format(Locale.ROOT, "%.3f", suite.took().toMillis() / 1000.0));
        for (CheckResult check : suite.checks()) {
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", suite.lab());
            xml.writeAttribute(
                    "name", check.getId() + " " + check.getTitle() + (check.getControl() ? " (cause removed)" : ""));
            if (!check.getSkipped().isEmpty()) {
                xml.writeEmptyElement("skipped");
                xml.writeAttribute("message", check.getSkipped());
            }
            if (!check.getPassed()) {
                xml.writeStartElement("failure");
                xml.writeAttribute("message", "expected " + check.getExpected() + "; saw " + check.getSaw());
                xml.writeCharacters("because " + check.getBecause() + "\nlook at " + check.getLookAt());
                xml.writeEndElement();
            }
            xml.writeEndElement();
        }
        if (errors > 0) {
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", suite.lab());
            xml.writeAttribute("name", "checked to the end");
            xml.writeStartElement("error");
            xml.writeAttribute("message", suite.error());
            xml.writeEndElement();
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }
}
