package sevenlayers.node.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EndingTest {

    private static final long NO_ERROR = 0;
    private static final long PROTOCOL_ERROR = 1;

    private final Ending ending = new Ending();

    @Test
    void a_connection_of_which_nothing_is_known_was_closed_by_the_other_end() {
        assertThat(ending.reason()).isEqualTo(new Ending.Reason(Cause.PEER, "the other end closed it"));
    }

    @Test
    void the_second_goaway_of_a_graceful_end_is_not_another_first() {
        assertThat(ending.sendsGoAway(NO_ERROR, "NO_ERROR", "max_age")).isTrue();
        assertThat(ending.sendsGoAway(NO_ERROR, "NO_ERROR", "max_age")).isFalse();
        assertThat(ending.reason().cause()).isEqualTo(Cause.AGE);
    }

    @Test
    void a_goaway_on_request_is_a_drain() {
        ending.sendsGoAway(NO_ERROR, "NO_ERROR", "app_requested");
        assertThat(ending.reason().cause()).isEqualTo(Cause.DRAIN);
    }

    @Test
    void a_goaway_with_an_error_code_is_an_error_and_says_which() {
        ending.sendsGoAway(PROTOCOL_ERROR, "PROTOCOL_ERROR", "preface missing");
        assertThat(ending.reason()).isEqualTo(new Ending.Reason(Cause.ERROR, "PROTOCOL_ERROR: preface missing"));
    }

    @Test
    void the_first_reason_stays_whatever_happens_to_the_socket_after() {
        ending.sendsGoAway(NO_ERROR, "NO_ERROR", "max_age");
        ending.receivesGoAway(NO_ERROR, "NO_ERROR", "");
        ending.fails("Connection reset by peer");
        ending.closesHere();
        assertThat(ending.reason().cause()).isEqualTo(Cause.AGE);
    }

    @Test
    void a_grace_that_passed_is_said_with_the_calls_that_it_cost() {
        ending.sendsGoAway(NO_ERROR, "NO_ERROR", "max_age");
        ending.graceEnds(1);
        assertThat(ending.reason()).isEqualTo(new Ending.Reason(Cause.AGE, "the grace passed with 1 call in flight"));
    }

    @Test
    void a_failed_read_is_an_error() {
        ending.fails("Connection reset by peer");
        assertThat(ending.reason()).isEqualTo(new Ending.Reason(Cause.ERROR, "Connection reset by peer"));
    }

    @Test
    void a_goaway_received_tells_a_leaving_peer_from_a_failing_one() {
        ending.receivesGoAway(NO_ERROR, "NO_ERROR", "");
        assertThat(ending.reason().cause()).isEqualTo(Cause.PEER);
        Ending other = new Ending();
        other.receivesGoAway(PROTOCOL_ERROR, "PROTOCOL_ERROR", "bad frame");
        assertThat(other.reason())
                .isEqualTo(new Ending.Reason(Cause.ERROR, "the other end sent GOAWAY PROTOCOL_ERROR bad frame"));
    }
}
