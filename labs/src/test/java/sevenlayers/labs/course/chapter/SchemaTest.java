package sevenlayers.labs.course.chapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.labs.course.TestCourse;

/** A chapter whose files are not as they must be. */
class SchemaTest {

    @TempDir
    private Path home = Path.of("");

    private TestCourse course = new TestCourse(Path.of(""));

    @BeforeEach
    void write() throws IOException {
        course = new TestCourse(home);
        course.write();
    }

    private Chapter read() {
        return new Chapters(home.resolve("labs/course")).find("01");
    }

    @Test
    void the_chapter_that_these_tests_break_is_whole() {
        assertThat(read().steps()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "minutes: 5 | minuets: 5 | 01-test/lab.yaml: minuets: not known here; allowed: | Did you mean \"minutes\"?",
                "minutes: 5 | minutes: 0 | minutes: is 0; | from 1 to 240",
                "minutes: 5 | minutes: soon | minutes: is soon; | from 1 to 240",
                "worlds: [processes] | worlds: [proceses] | worlds[0]: 'proceses' is not known here | Did you mean \"processes\"?",
                "claims: [t.one] | claims: [t.two] | claims[0]: 't.two' is not known here | t.one",
                "id: 01-test | id: 02-test | id: is '02-test' | 01-test",
                "answer: b | answer: d | steps[0].predict.answer: 'd' | a, b",
                "control: {change: {one: {request: {calls: 2}}}} | control: {change: {two: {}}} | control.change.two: | one",
                "control: {change: {one: {request: {calls: 2}}}} | control: {} | control: changes nothing | cause",
                "control: {change: {one: {request: {calls: 2}}}} | cntrl: {} | checks[0].cntrl: not known here | \"control\"",
                "that: last(one).summary.calls == 60 | that: last(won).summary.calls == 60 | checks[0].that: | \"one\"",
                "that: last(one).summary.calls == 60 | that: last(one | checks[0].that: not a CEL expression | CEL",
                "call: sevenlayers.client.v1.ClientService/Drive | call: Drive | steps[0].actions[0].call: 'Drive' is not a method | /Drive",
                "continues: first | continues: frist | steps[1].continues: 'frist' | Did you mean \"first\"?",
                "sleep: 1 ms | sleep: 1 hour | sleep: '1 hour' is not a time | 300 ms",
                "prerequisites: [] | prerequisites: [02] | prerequisites[0]: '2' is not known here | 02-later",
                "replicas: {node: 3} | replicas: {nod: 3} | state.replicas.nod: not known here | Did you mean \"node\"?",
                "scale: node | scale: nod | steps[1].actions[0].scale: 'nod' is not known here | Did you mean \"node\"?",
                "pods: node | pods: nod | steps[1].actions[1].pods: 'nod' is not known here | Did you mean \"node\"?",
                "pods: node | pod: node | steps[1].actions[1].pod: 'node' is not a pod | as in node-2",
                "call: sevenlayers.client.v1 | call: sevenlayers.cleint.v1 | steps[0].actions[0]: must say whom to ask | \"client\"",
                "{id: bars, | '{id: bars, kind: laddr,' | figures[0].kind: 'laddr' is not known here | Did you mean \"ladder\"?",
                "id: sixty | 'id: sixty\n        applies: size(onne) > 1' | checks[0].applies: | Did you mean \"one\"?",
            })
    void what_is_wrong_is_said_with_its_place_and_what_is_allowed(
            String right, String wrong, String place, String allowed) throws IOException {
        course.replaceInLab(right, wrong);
        assertThatThrownBy(this::read)
                .isInstanceOf(SchemaProblem.class)
                .hasMessageContaining(place)
                .hasMessageContaining(allowed);
    }

    @Test
    void a_chapter_that_is_not_in_the_catalogue_is_told_to_be_written_there() throws IOException {
        Files.writeString(home.resolve("labs/course/claims.yaml"), "02-later: {t.two: {text: Two is two.}}\n");
        assertThatThrownBy(this::read)
                .hasMessageContaining("claims: labs/course/claims.yaml has no chapter 01-test; write it there first");
    }

    @Test
    void a_chapter_measures_all_of_its_claims_and_each_with_a_check() throws IOException {
        Path catalogue = home.resolve("labs/course/claims.yaml");
        Files.writeString(catalogue, "01-test: {t.one: {text: One.}, t.two: {text: Two.}}\n");
        assertThatThrownBy(this::read)
                .hasMessageContaining("claims: must be all")
                .hasMessageContaining("t.one, t.two");
        course.replaceInLab("claims: [t.one]", "claims: [t.one, t.two]");
        assertThatThrownBy(this::read).hasMessageContaining("no check of any step is evidence for t.two");
        course.replaceInLab("        claims: [t.one]\n", "");
        assertThatThrownBy(this::read).hasMessageContaining("checks[0].claims: must name what it is evidence for");
    }

    @Test
    void a_word_that_yaml_takes_for_a_boolean_is_no_text() throws IOException {
        course.replaceInTexts("question: Where?", "question: no");
        assertThatThrownBy(this::read)
                .hasMessageContaining("reads this word as false")
                .hasMessageContaining("quotes");
    }

    @Test
    void a_file_that_is_not_there_or_empty_is_said_to_be_so() throws IOException {
        Path texts = home.resolve("labs/course/01-test/text.en.yaml");
        Files.writeString(texts, "# to be written\n");
        assertThatThrownBy(this::read).hasMessage("labs/course/01-test/text.en.yaml: there is nothing in it");
        Files.delete(texts);
        assertThatThrownBy(this::read)
                .hasMessage("labs/course/01-test/text.en.yaml: there is no such file, and it must be here");
    }

    @Test
    void the_words_that_expressions_use_must_be_among_the_texts() throws IOException {
        course.replaceInLab("'value':p.calls}", "'value':p.calls, 'note':words.calls}");
        assertThatThrownBy(this::read).hasMessageContaining("steps.first.words.calls: must be here");
        course.replaceInTexts("    figures: {bars", "    words: {calls: calls}\n    figures: {bars");
        assertThat(read().texts().map("ko", "steps.first.words"))
                .containsExactly(java.util.Map.entry("calls", "calls"));
    }

    @Test
    void what_a_check_saw_is_an_expression_or_a_text() throws IOException {
        course.replaceInLab("        saw: string(last(one).summary.calls) + ' calls'\n", "");
        assertThatThrownBy(this::read).hasMessageContaining("checks.sixty.saw: must be here");
        course.replaceInTexts(
                "    title: sixty calls\n", "    title: sixty calls\n    saw: ${last(one).summary.calls} calls\n");
        assertThat(read().checks()).hasSize(2);
    }

    @Test
    void a_check_without_a_control_is_refused() throws IOException {
        course.replaceInLab("control: {change: {one: {request: {calls: 2}}}}", "");
        assertThatThrownBy(this::read).hasMessageContaining("control: must be here");
    }

    @Test
    void a_text_that_is_missing_or_unknown_is_refused() throws IOException {
        course.replaceInTexts("question: Where?", "questoin: Where?");
        assertThatThrownBy(this::read).hasMessageContaining("01-test/text.en.yaml: steps.first.question: must be here");
    }

    @Test
    void an_expression_in_a_text_is_compiled_when_the_chapter_is_read() throws IOException {
        course.replaceInTexts("why: Because.", "why: Because ${size(onne)}.");
        assertThatThrownBy(this::read)
                .hasMessageContaining("steps.first.why")
                .hasMessageContaining("Did you mean \"one\"?");
    }

    @Test
    void a_text_that_is_shown_before_the_step_has_nothing_to_fill_in() throws IOException {
        course.replaceInTexts("question: Where?", "question: Where, ${size(one)}?");
        assertThatThrownBy(this::read).hasMessageContaining("nothing has been recorded");
    }

    @Test
    void what_is_not_yaml_is_said_with_its_line() throws IOException {
        course.replaceInLab("minutes: 5", "minutes: [5");
        assertThatThrownBy(this::read).isInstanceOf(SchemaProblem.class).hasMessageContaining("not YAML");
    }

    @Test
    void another_language_stands_in_key_by_key() throws IOException {
        Files.writeString(home.resolve("labs/course/01-test/text.ko.yaml"), "title: 시험\n");
        Texts texts = read().texts();
        assertThat(texts.get("ko", "title")).isEqualTo("시험");
        assertThat(texts.get("ko", "summary")).isEqualTo("A test.");
        assertThat(texts.get("xx", "title")).isEqualTo("Test");
    }

    @Test
    void a_lab_that_does_not_exist_is_answered_with_the_nearest() {
        Chapters chapters = new Chapters(home.resolve("labs/course"));
        assertThatThrownBy(() -> chapters.find("tets"))
                .hasMessage(
                        "There is no lab \"tets\". Did you mean \"test\"? There are 01-test; a lab's number or name is enough, as in ./lab run 01.");
        assertThatThrownBy(() -> chapters.find("02"))
                .hasMessageContaining("02-later")
                .hasMessageContaining("not written yet");
    }
}
