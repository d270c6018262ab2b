package sevenlayers.labs.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.WorldKind;

class ExpectedTest {

    @Test
    void json_may_have_more_fields_than_are_shown_and_an_ellipsis_is_anything() {
        Expected expected = new Expected("json", "{\"pod\": \"node-…\", \"n\": [1, {\"a\": \"…\"}]}");
        assertThat(expected.differs("{\"pod\": \"node-2\", \"more\": 1, \"n\": [1, {\"a\": 7}]}"))
                .isEmpty();
        assertThat(expected.differs("{\"pod\": \"client-1\", \"n\": [1, {\"a\": 7}]}"))
                .hasValueSatisfying(why -> assertThat(why).contains(".pod"));
        assertThat(expected.differs("{\"pod\": \"node-2\", \"n\": [1]}"))
                .hasValueSatisfying(why -> assertThat(why).contains("1 elements, not 2"));
        assertThat(expected.differs("")).isPresent();
    }

    @Test
    void one_of_a_stream_of_answers_must_match() {
        Expected expected = new Expected("json", "{\"summary\": {\"calls\": \"60\"}}");
        assertThat(expected.differs("{\"call\": {}}\n{\"summary\": {\"calls\": \"60\"}}"))
                .isEmpty();
        assertThat(expected.differs("{\"call\": {}}")).isPresent();
    }

    @Test
    void of_text_white_space_does_not_matter_and_words_do() {
        Expected expected = new Expected("text", "ERROR:\n  Code: InvalidArgument\n…calls…");
        assertThat(expected.differs("ERROR:\n    Code:   InvalidArgument\n  Message: calls is 0; 1 to 100000"))
                .isEmpty();
        assertThat(expected.differs("ERROR:\n  Code: Internal\n  Message: calls"))
                .isPresent();
    }

    @Test
    void a_call_on_a_page_without_an_answer_is_noticed() {
        assertThat(ReadmeLines.parse("```sh\ngrpcurl a\n```\n\nprose\n\n```json\n{}\n```\n\n```sh\ngrpcurl b\n```\n")
                        .unanswered())
                .containsExactly("grpcurl a", "grpcurl b");
    }

    @Test
    void the_readme_shows_an_answer_to_each_call() throws Exception {
        assertThat(ReadmeLines.parse(Files.readString(Path.of("..", "README.md")))
                        .unanswered())
                .isEmpty();
    }

    @Test
    void a_world_that_is_required_must_be_one() {
        Part part = new Part("containers", "containers", Optional::empty, _ -> Optional.empty());
        assertThat(TestCommand.required("", List.of(part))).isEmpty();
        assertThat(TestCommand.required("containers", List.of(part))).containsExactly("containers");
        assertThatThrownBy(() -> TestCommand.required("container", List.of(part)))
                .hasMessageContaining("\"container\", which is no world. There are containers.");
    }

    @Test
    void a_page_is_taken_apart_into_commands_and_their_answers() {
        String page =
                "```sh\n./lab up\n```\n\nThen\n\n```sh\ngrpcurl localhost:9006 x\n```\n\n```json\n{\"world\": \"WORLD_PROCESSES\","
                        + " \"a\": \"127.0.0.…:9000\"}\n```\n";
        ReadmeLines lines = ReadmeLines.parse(page);
        assertThat(lines.commands()).containsExactly("up");
        assertThat(lines.unanswered()).isEmpty();
        assertThat(lines.lines()).singleElement().satisfies(line -> {
            ReadmeLines.Line moved = line.in(WorldKind.CONTAINERS, Layout.of(Map.of("LAB_OFFSET", "2")));
            assertThat(moved.command()).isEqualTo("grpcurl localhost:9026 x");
            assertThat(moved.answer().text()).contains("WORLD_CONTAINERS", "\"…\"");
        });
    }
}
