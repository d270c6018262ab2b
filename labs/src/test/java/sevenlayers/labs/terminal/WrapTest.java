package sevenlayers.labs.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrapTest {

    @Test
    void a_command_line_is_broken_so_that_it_can_be_pasted() {
        assertThat(Wrap.command("grpcurl -d '{\"a b\": 1}' localhost:9005 some.Service/Method", 40))
                .containsExactly("grpcurl -d '{\"a b\": 1}' localhost:9005 \\", "  some.Service/Method");
    }

    @Test
    void json_in_quotes_is_broken_after_a_comma_but_not_within_a_string() {
        assertThat(Wrap.command(
                        "grpcurl -d '{\"a\":\"x,y\",\"b\":{\"c\":12345678}}' localhost:9005 some.Service/Method", 32))
                .containsExactly(
                        "grpcurl -d '{\"a\":\"x,y\",",
                        "  \"b\":{\"c\":12345678}}' \\",
                        "  localhost:9005 \\",
                        "  some.Service/Method");
    }

    @Test
    void a_quote_within_a_string_does_not_end_it() {
        assertThat(Wrap.command("call '{\"a\":\"x\\\",yyyyy\",\"b\":12345678}'", 28))
                .containsExactly("call '{\"a\":\"x\\\",yyyyy\",", "  \"b\":12345678}'");
    }

    @Test
    void the_last_word_needs_no_room_for_a_backslash() {
        assertThat(Wrap.command("grpcurl localhost:9005", 22)).containsExactly("grpcurl localhost:9005");
    }

    @Test
    void what_hangs_goes_on_below_its_beginning() {
        assertThat(Wrap.hanging("  why   ", "one two three", 16)).containsExactly("  why   one two", "        three");
    }
}
