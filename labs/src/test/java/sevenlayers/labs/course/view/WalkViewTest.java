package sevenlayers.labs.course.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import sevenlayers.lab.v1.Walk;
import sevenlayers.lab.v1.WalkStep;
import sevenlayers.labs.terminal.Terminal;

class WalkViewTest {
    private static final Walk WALK = Walk.newBuilder()
            .setQuestion("www.shop.lab. A ?")
            .addSteps(step(0, "root-1", 400, "lab. is served by lab-1, lab-2", "the root knows nothing else"))
            .addSteps(step(1, "lab-1", 200_000, "no reply: timeout", "").setInVain(true))
            .addSteps(WalkStep.newBuilder().setDepth(1).setWho("the cache").setWhat("A 10.1.0.7, for 12 s more"))
            .addSteps(step(0, "shop-1", 1_250, "answer: A 10.1.0.7 (TTL 30)", ""))
            .setSummary("NOERROR in 201.7 ms, 3 questions, 1 from the cache")
            .build();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private static WalkStep.Builder step(int depth, String who, long micros, String what, String why) {
        return WalkStep.newBuilder()
                .setDepth(depth)
                .setWho(who)
                .setMicros(micros)
                .setWhat(what)
                .setWhy(why);
    }

    private List<String> shown(boolean plain, boolean unicode, int columns) {
        Terminal terminal =
                new Terminal(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, false, unicode, columns);
        new WalkView(terminal, plain).show(WALK);
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void each_server_is_a_branch_and_what_came_up_on_the_way_is_under_it() {
        assertThat(shown(false, true, 100))
                .containsExactly(
                        "  www.shop.lab. A ?",
                        "  ├ root-1         0.4 ms   lab. is served by lab-1, lab-2 · the root knows nothing else",
                        "  │ ├ lab-1      200.0 ms   ✗ no reply: timeout",
                        "  │ ├ the cache             A 10.1.0.7, for 12 s more",
                        "  └ shop-1         1.3 ms   answer: A 10.1.0.7 (TTL 30)",
                        "    NOERROR in 201.7 ms, 3 questions, 1 from the cache");
    }

    @Test
    void without_unicode_the_shapes_are_ascii_and_nothing_is_lost() {
        assertThat(shown(false, false, 60))
                .containsExactly(
                        "  www.shop.lab. A ?",
                        "  | root-1         0.4 ms   lab. is served by lab-1, lab-2 -",
                        "                            the root knows nothing else",
                        "  | | lab-1      200.0 ms   NO no reply: timeout",
                        "  | | the cache             A 10.1.0.7, for 12 s more",
                        "  ` shop-1         1.3 ms   answer: A 10.1.0.7 (TTL 30)",
                        "    NOERROR in 201.7 ms, 3 questions, 1 from the cache")
                .allMatch(line -> line.length() <= 60);
    }

    @Test
    void plain_has_a_row_for_each_with_its_depth() {
        assertThat(shown(true, true, 100))
                .containsExactly(
                        "  www.shop.lab. A ?",
                        "  0   root-1      0.4 ms     lab. is served by lab-1, lab-2   the root knows nothing else",
                        "  1   lab-1       200.0 ms   no reply: timeout",
                        "  1   the cache              A 10.1.0.7, for 12 s more",
                        "  0   shop-1      1.3 ms     answer: A 10.1.0.7 (TTL 30)",
                        "    NOERROR in 201.7 ms, 3 questions, 1 from the cache");
    }
}
