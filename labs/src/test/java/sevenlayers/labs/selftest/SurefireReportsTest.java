package sevenlayers.labs.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurefireReportsTest {

    private static final FileTime START = FileTime.fromMillis(1_000_000);

    @TempDir
    private Path folder;

    private SurefireReports reports() {
        return SurefireReports.since(START, List.of(folder.resolve("not-there"), folder));
    }

    private void report(String name, String cases, long millis) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "<testsuite>" + cases + "</testsuite>");
        Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
    }

    @Test
    void reports_of_earlier_runs_and_of_skipped_tests_are_no_tests_that_ran() throws IOException {
        report("TEST-a.xml", "<testcase name='x' classname='p.A'/>", 999_000);
        assertThat(reports().anyRan()).isFalse();
        report("TEST-b.xml", "<testcase name='x' classname='p.B'><skipped/></testcase>", 1_000_000);
        assertThat(reports().anyRan()).isFalse();
        report("TEST-a.xml", "<testcase name='x' classname='p.A'/>", 1_000_000);
        assertThat(reports().anyRan()).isTrue();
    }

    @Test
    void what_was_skipped_is_said_by_class_and_reason() throws IOException {
        String noKubectl = "<skipped message='Assumption failed: there is no kubectl'><![CDATA[a trace]]></skipped>";
        report(
                "TEST-a.xml",
                "<testcase name='x' classname='p.ManifestsTest'>" + noKubectl + "</testcase>"
                        + "<testcase name='y' classname='p.ManifestsTest'>" + noKubectl + "</testcase>"
                        + "<testcase name='z' classname='p.ManifestsTest'/>"
                        + "<testcase name='z' classname='p.Other'><skipped/></testcase>",
                2_000_000);
        assertThat(reports().skipped())
                .containsExactly(
                        "2 tests of ManifestsTest: there is no kubectl", "1 test of Other: no reason was given");
    }
}
