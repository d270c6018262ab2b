package sevenlayers.handshake.play;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import sevenlayers.handshake.socket.Place;
import sevenlayers.handshake.socket.SocketCall;
import sevenlayers.handshake.socket.SocketCall.How;
import sevenlayers.handshake.tcp.TcpSettings;
import sevenlayers.handshake.tcp.TcpState;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.tcp.TcpOption;

/** What the linux preset does and when, script by script: times are a kernel's, without SACK unless a script says so. */
class LinuxScriptsTest {
    private static final TcpSettings PLAIN =
            TcpSettings.linux().with().timestamps(false).sack(false).build();

    private final Stage stage = new Stage(PLAIN);

    /** Accepted with a round trip of so many milliseconds between the SYN+ACK and its answer. */
    private static int acceptedAfter(Stage stage, long millis, TcpOption... options) {
        int listener = stage.listener();
        stage.inject("S", 0, 0, 0, 32_792, options);
        stage.pass(millis);
        stage.inject(".", 1, 0, 1, 32_792);
        int fd = (int) stage.call(new SocketCall.Accept(listener, false)).returned();
        stage.lines();
        return fd;
    }

    private static int acceptedAfter(Stage stage, long millis) {
        return acceptedAfter(stage, millis, new TcpOption.MaximumSegmentSize(1_000));
    }

    private static List<String> segments(Stage stage) {
        return stage.lines().stream().filter(line -> !line.contains("#")).toList();
    }

    @Test
    void ten_segments_are_the_first_window_and_each_that_is_acknowledged_makes_it_one_larger() {
        int fd = acceptedAfter(stage, 100);
        stage.send(fd, 40_000);
        assertThat(segments(stage)).hasSize(10);
        stage.pass(100);
        stage.inject(".", 1, 0, 2_001, 32_792);
        assertThat(segments(stage))
                .as("two left the network, and two more may be in it")
                .hasSize(4)
                .allMatch(line -> line.startsWith("200 ms"));
    }

    @Test
    void a_SYN_is_sent_again_six_times_at_doubled_distances() {
        int fd = stage.socket();
        stage.lines();
        stage.call(new SocketCall.Connect(fd, new Place(Stage.YOU, 50_080)));
        stage.pass(200_000);
        assertThat(stage.lines())
                .extracting(line -> line.replaceFirst(" win.*", ""))
                .containsExactly(
                        "0 ms S 0:0",
                        "1000 ms S 0:0",
                        "3000 ms S 0:0",
                        "7000 ms S 0:0",
                        "15000 ms S 0:0",
                        "31000 ms S 0:0",
                        "63000 ms S 0:0",
                        "127000 ms #2 ETIMEDOUT");
    }

    @Test
    void a_SYN_ACK_is_sent_again_five_times() {
        stage.listener();
        stage.lines();
        stage.inject("S", 0, 0, 0, 32_792, new TcpOption.MaximumSegmentSize(1_000));
        stage.pass(200_000);
        assertThat(stage.lines())
                .extracting(line -> line.replaceFirst(" ack.*", ""))
                .containsExactly(
                        "0 ms S. 0:0",
                        "1000 ms S. 0:0",
                        "3000 ms S. 0:0",
                        "7000 ms S. 0:0",
                        "15000 ms S. 0:0",
                        "31000 ms S. 0:0");
    }

    @Test
    void the_timeout_is_the_round_trip_and_at_least_200_ms_for_its_variation() {
        int fd = acceptedAfter(stage, 10);
        stage.send(fd, 1_000);
        stage.pass(2_000);
        assertThat(segments(stage))
                .extracting(line -> line.replaceFirst(" ack.*", ""))
                .containsExactly("10 ms P. 1:1001", "220 ms P. 1:1001", "640 ms P. 1:1001", "1480 ms P. 1:1001");
    }

    @Test
    void the_first_measurement_counts_three_times() {
        int fd = acceptedAfter(stage, 100);
        stage.send(fd, 1_000);
        stage.pass(350);
        assertThat(segments(stage))
                .extracting(line -> line.replaceFirst(" ack.*", ""))
                .containsExactly("100 ms P. 1:1001", "400 ms P. 1:1001");
    }

    @Test
    void three_duplicate_ACKs_bring_the_first_segment_again_and_two_bring_new_data() {
        int fd = acceptedAfter(stage, 100);
        stage.send(fd, 20_000);
        stage.lines();
        stage.pass(100);
        stage.inject(".", 1, 0, 1, 32_792);
        stage.inject(".", 1, 0, 1, 32_792);
        assertThat(segments(stage))
                .as("limited transmit")
                .extracting(line -> line.replaceFirst(" ack.*", ""))
                .containsExactly("200 ms . 10001:11001", "200 ms . 11001:12001");
        stage.inject(".", 1, 0, 1, 32_792);
        assertThat(segments(stage))
                .extracting(line -> line.replaceFirst(" ack.*", ""))
                .contains("200 ms . 1:1001");
    }

    @Test
    void the_first_data_is_acknowledged_at_once_and_in_a_conversation_after_40_ms() {
        int fd = acceptedAfter(stage, 10);
        stage.inject("P.", 1, 100, 1, 32_792);
        assertThat(segments(stage)).containsExactly("10 ms . 1:1 ack 101 win 65435");
        stage.receive(fd, 100);
        stage.send(fd, "answer");
        stage.pass(5);
        stage.inject("P.", 101, 100, 7, 32_792);
        stage.lines();
        stage.pass(100);
        assertThat(segments(stage)).singleElement().asString().startsWith("55 ms . 7:7 ack 201");
    }

    @Test
    void who_closes_first_is_in_TIME_WAIT_for_a_minute() {
        int fd = acceptedAfter(stage, 10);
        stage.call(new SocketCall.Close(fd));
        stage.inject(".", 1, 0, 2, 32_792);
        stage.inject("F.", 1, 0, 2, 32_792);
        assertThat(stage.states()).endsWith(TcpState.FIN_WAIT_2, TcpState.TIME_WAIT);
        stage.pass(59_999);
        assertThat(stage.states()).endsWith(TcpState.TIME_WAIT);
        stage.pass(1);
        assertThat(stage.states()).endsWith(TcpState.CLOSED);
    }

    @Test
    void a_closed_socket_waits_a_minute_for_the_other_end_to_close() {
        int fd = acceptedAfter(stage, 10);
        stage.call(new SocketCall.Close(fd));
        stage.inject(".", 1, 0, 2, 32_792);
        assertThat(stage.states()).endsWith(TcpState.FIN_WAIT_2);
        stage.pass(61_000);
        assertThat(stage.states()).endsWith(TcpState.CLOSED);
    }

    @Test
    void data_for_a_closed_socket_is_answered_with_a_reset() {
        int fd = acceptedAfter(stage, 10);
        stage.call(new SocketCall.Close(fd));
        stage.inject(".", 1, 0, 2, 32_792);
        stage.lines();
        stage.inject("P.", 1, 1_000, 2, 32_792);
        assertThat(segments(stage)).singleElement().asString().startsWith("10 ms R 2:2");
    }

    @Test
    void a_half_closed_connection_still_receives() {
        int fd = acceptedAfter(stage, 10);
        stage.call(new SocketCall.Shutdown(fd, How.SHUT_WR));
        assertThat(segments(stage)).singleElement().asString().startsWith("10 ms F. 1:1");
        stage.inject(".", 1, 0, 2, 32_792);
        stage.inject("P.", 1, Bytes.utf8("late"), 2, 32_792, 0);
        stage.lines();
        stage.receive(fd, 10);
        assertThat(stage.lines()).singleElement().asString().endsWith("4 \"late\"");
    }

    @Test
    void a_tail_is_probed_after_two_round_trips_and_what_the_other_end_may_wait() {
        Stage modern = new Stage(TcpSettings.linux().with().timestamps(false).build());
        int fd = acceptedAfter(modern, 100, new TcpOption.MaximumSegmentSize(1_000), new TcpOption.SackPermitted());
        modern.send(fd, 5_000);
        modern.pass(250);
        assertThat(segments(modern))
                .extracting(line -> line.replaceFirst(" ack.*", ""))
                .as("the last segment, 2 SRTT after it was sent")
                .endsWith("300 ms P. 4001:5001")
                .hasSize(6);
    }
}
