package sevenlayers.labs.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sevenlayers.lab.v1.Walk;
import sevenlayers.labs.course.LabProblem;

/** Walks of what a resolver told. */
class WalksTest {

    private static final Map<String, Object> SHOP_1 =
            Map.of("server", "shop-1.shop.lab.", "address", "127.53.0.4:5300");

    private static Map<String, Object> step(int depth, String why, String kind, Object what) {
        return Map.of("depth", depth, "atMicros", "1500", "why", Map.of("text", why), kind, what);
    }

    @Test
    void each_server_has_a_branch_with_what_came_of_it() {
        Walk walk = Walks.of(List.of(
                step(0, "a client asks", "begun", Map.of("name", "www.shop.lab.", "type", "A")),
                step(0, "lowest smoothed RTT", "serverChosen", Map.of("server", SHOP_1)),
                step(0, "lost", "unanswered", Map.of("server", SHOP_1, "afterMicros", "200000", "ending", "timeout")),
                step(
                        0,
                        "it has what was asked for",
                        "replyHeard",
                        Map.of(
                                "server",
                                SHOP_1,
                                "afterMicros",
                                "400",
                                "kind",
                                "REPLY_KIND_ANSWER",
                                "records",
                                List.of(Map.of(
                                        "name",
                                        "www.shop.lab.",
                                        "type",
                                        "A",
                                        "ttlSeconds",
                                        "30",
                                        "data",
                                        List.of("10.1.0.7"))))),
                step(0, "end", "finished", Map.of("rcode", "NOERROR", "questions", 2))));
        assertThat(walk.getQuestion()).isEqualTo("www.shop.lab. A ?");
        assertThat(walk.getStepsList())
                .extracting(s -> s.getWho() + " " + s.getMicros() + " " + s.getWhat() + " " + s.getInVain())
                .containsExactly(
                        "shop-1 200000 no reply: timeout true", "shop-1 400 answer: A 10.1.0.7 (TTL 30) false");
        assertThat(walk.getSteps(1).getWhy()).isEqualTo("lowest smoothed RTT");
        assertThat(walk.getSummary()).isEqualTo("NOERROR in 1.5 ms, 2 questions, 0 from the cache");
    }

    @Test
    void what_the_cache_had_is_told_with_the_time_that_is_left() {
        Walk walk = Walks.of(List.of(
                step(0, "", "begun", Map.of("name", "no.lab.", "type", "A")),
                step(
                        0,
                        "known",
                        "cacheRead",
                        Map.of(
                                "entry",
                                Map.of("what", "nxdomain", "records", Map.of("name", "no.lab.", "ttlSeconds", "7")))),
                step(0, "end", "finished", Map.of("rcode", "NXDOMAIN", "questions", 0))));
        assertThat(walk.getSteps(0).getWhat()).isEqualTo("there is no no.lab., for 7 s more");
        assertThat(walk.getSummary()).endsWith("0 questions, 1 from the cache");
    }

    @Test
    void what_is_no_step_of_a_walk_is_said() {
        assertThatThrownBy(() -> Walks.of(List.of(Map.of("replyHeard", "x"))))
                .isInstanceOf(LabProblem.class)
                .hasMessageContaining("no step of a walk");
    }
}
