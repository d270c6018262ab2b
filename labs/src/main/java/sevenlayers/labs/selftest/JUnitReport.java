package sevenlayers.labs.selftest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import sevenlayers.labs.course.chapter.Chapter;

/** JUnit XML as CI systems read it: {@code testsuites}, in it a {@code testsuite} for each lab, in that a {@code testcase} for each check. */
record JUnitReport(Path file) {

    /** It is whole: every chapter has a suite with as many cases as it counts, and none of them failed. */
    void holds(List<Chapter> chapters) {
        Element root = root();
        Map<String, Element> suites = new HashMap<>();
        for (Element suite : children(root, "testsuite")) {
            suites.put(suite.getAttribute("name"), suite);
        }
        if (!root.getTagName().equals("testsuites") || suites.size() != chapters.size()) {
            throw broken("testsuites with " + chapters.size() + " of them", root.getTagName() + " " + suites.keySet());
        }
        for (Chapter chapter : chapters) {
            Element suite = suites.get(chapter.id());
            if (suite == null) {
                throw broken("a suite " + chapter.id(), suites.keySet().toString());
            }
            List<Element> cases = children(suite, "testcase");
            boolean counted = !cases.isEmpty() && suite.getAttribute("tests").equals(String.valueOf(cases.size()));
            boolean passed = suite.getAttribute("failures").equals("0")
                    && suite.getAttribute("errors").equals("0")
                    && cases.stream().allMatch(one -> children(one, "failure").isEmpty());
            boolean named = cases.stream()
                    .noneMatch(one -> one.getAttribute("name").isEmpty()
                            || one.getAttribute("classname").isEmpty());
            if (!counted || !passed || !named || !suite.getAttribute("time").matches("\\d+\\.\\d+")) {
                throw broken(
                        "a suite " + chapter.id() + " whose named cases are counted and passed",
                        cases.size() + " cases, tests=" + suite.getAttribute("tests") + " failures="
                                + suite.getAttribute("failures") + " errors=" + suite.getAttribute("errors"));
            }
        }
    }

    private Element root() {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getDocumentElement();
        } catch (SAXException | ParserConfigurationException e) {
            throw broken("XML", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Element> children(Element parent, String name) {
        NodeList all = parent.getElementsByTagName(name);
        return IntStream.range(0, all.getLength())
                .mapToObj(index -> (Element) all.item(index))
                .toList();
    }

    private Broken broken(String expected, String saw) {
        return new Broken(file + "\nexpected " + expected + "\nsaw      " + saw);
    }
}
