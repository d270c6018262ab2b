package sevenlayers.labs.course.chapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The course as it stands in {@code labs/course}: all of it can be read, and it keeps what it promises. */
class CourseDataTest {

    private static final Pattern FILLED = Pattern.compile("\\$\\{[^}]*}|#\\d?");

    private final Chapters chapters = new Chapters(Path.of("course"));

    @Test
    void every_chapter_that_exists_can_be_read() {
        assertThat(chapters.all()).extracting(Chapter::id).contains("20-one-connection-one-pod");
    }

    /** More may be added by who teaches with it; none of those that the course began with may get lost. */
    @Test
    void the_course_has_25_chapters_in_order_and_every_claim_belongs_to_one_of_them() {
        List<String> planned = chapters.catalogue().chapters();
        assertThat(planned).hasSizeGreaterThanOrEqualTo(25).isSorted();
        assertThat(chapters.catalogue().claims())
                .hasSizeGreaterThanOrEqualTo(51)
                .allSatisfy(claim -> assertThat(planned).contains(claim.chapter()));
    }

    @Test
    void a_chapter_that_is_translated_says_everything_in_both_languages() {
        for (Chapter chapter : chapters.all()) {
            Map<String, String> english = chapter.texts().all("en");
            Map<String, String> korean = chapter.texts().all("ko");
            if (!korean.isEmpty()) {
                assertThat(korean).as(chapter.id()).containsOnlyKeys(english.keySet());
                assertThat(expressions(korean)).as(chapter.id()).isEqualTo(expressions(english));
            }
        }
    }

    /** What each text fills in: a translation that forgets a figure says something else. */
    private static Map<String, List<String>> expressions(Map<String, String> texts) {
        Map<String, List<String>> expressions = new TreeMap<>();
        texts.forEach((key, text) -> expressions.put(
                key,
                FILLED.matcher(text)
                        .results()
                        .map(filled -> filled.group().replaceAll("\\s+", " "))
                        .sorted()
                        .toList()));
        return expressions;
    }

    @Test
    void every_claim_of_a_chapter_that_exists_has_a_check_with_a_control() {
        for (Chapter chapter : chapters.all()) {
            Map<String, Long> checks = chapter.checks()
                    .filter(check -> check.control() != null)
                    .flatMap(check -> check.claims().stream())
                    .collect(Collectors.groupingBy(claim -> claim, Collectors.counting()));
            assertThat(checks).containsOnlyKeys(chapter.claims());
        }
    }

    @Test
    void a_claim_that_is_not_plainly_confirmed_says_what_was_found_instead() {
        assertThat(chapters.catalogue().claims())
                .filteredOn(claim -> claim.expected() != Catalogue.Expected.CONFIRMED)
                .allSatisfy(claim -> assertThat(claim.found()).isNotBlank());
    }

    @Test
    void a_lab_is_found_by_number_name_or_both() {
        assertThat(List.of("20", "one-connection-one-pod", "20-one-connection-one-pod"))
                .allSatisfy(name -> assertThat(chapters.find(name).id()).isEqualTo("20-one-connection-one-pod"));
    }
}
