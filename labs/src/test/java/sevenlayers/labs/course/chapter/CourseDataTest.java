package sevenlayers.labs.course.chapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The course as it stands in {@code labs/course}: all of it can be read, and it keeps what it promises. */
class CourseDataTest {

    private final Chapters chapters = new Chapters(Path.of("course"));

    @Test
    void every_chapter_that_exists_can_be_read() {
        assertThat(chapters.all()).extracting(Chapter::id).contains("20-one-connection-one-pod");
    }

    @Test
    void the_course_has_25_chapters_in_order_and_every_claim_belongs_to_one_of_them() {
        List<String> planned = chapters.catalogue().chapters();
        assertThat(planned).hasSize(25).isSorted();
        assertThat(chapters.catalogue().claims())
                .hasSize(51)
                .allSatisfy(claim -> assertThat(planned).contains(claim.chapter()));
    }

    @Test
    void a_chapter_that_exists_is_planned_and_measures_all_claims_that_it_is_to() {
        for (Chapter chapter : chapters.all()) {
            assertThat(chapters.catalogue().chapters()).contains(chapter.id());
            assertThat(chapter.claims())
                    .containsExactlyInAnyOrderElementsOf(chapters.catalogue().of(chapter.id()));
        }
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
