package sevenlayers.handshake.play;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sevenlayers.handshake.socket.CallResult;
import sevenlayers.handshake.socket.MessageFlag;
import sevenlayers.handshake.socket.OptionValue;
import sevenlayers.handshake.socket.Place;
import sevenlayers.handshake.socket.PollEntry;
import sevenlayers.handshake.socket.PollEvent;
import sevenlayers.handshake.socket.SocketCall;
import sevenlayers.handshake.socket.SocketCall.How;
import sevenlayers.handshake.socket.SocketCall.Level;
import sevenlayers.handshake.tcp.TcpSettings;
import sevenlayers.handshake.tcp.TcpState;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.tcp.TcpOption;

/** Calls and what they return, as POSIX and Linux have them; what the host sends because of them. */
class SocketCallsTest {
    private final Stage stage =
            new Stage(TcpSettings.linux().with().timestamps(false).sack(false).build());

    private String result(SocketCall call) {
        stage.lines();
        stage.call(call);
        List<String> lines = stage.lines();
        return lines.getLast().replaceFirst("^.* ms #\\d+ ", "");
    }

    private String set(int fd, Level level, String name, long value) {
        return result(new SocketCall.SetOption(fd, level, name, new OptionValue.Number(value)));
    }

    private String get(int fd, Level level, String name) {
        return result(new SocketCall.GetOption(fd, level, name));
    }

    private String poll(int timeoutMillis, int fd, PollEvent... events) {
        return result(new SocketCall.Poll(List.of(new PollEntry(fd, Set.of(events))), timeoutMillis));
    }

    // ---- descriptors and names

    @Test
    void descriptors_begin_at_3_and_the_lowest_free_one_is_taken() {
        assertThat(stage.socket()).isEqualTo(3);
        assertThat(stage.socket()).isEqualTo(4);
        assertThat(result(new SocketCall.Close(3))).isEqualTo("0");
        assertThat(stage.socket()).isEqualTo(3);
    }

    @Test
    void a_descriptor_that_is_none_is_EBADF_whatever_the_call() {
        List<SocketCall> calls = List.of(
                new SocketCall.Bind(9, Place.ANY),
                new SocketCall.Listen(9, 1),
                new SocketCall.Accept(9, false),
                new SocketCall.Connect(9, Place.ANY),
                new SocketCall.Send(9, Bytes.utf8("x"), Set.of()),
                new SocketCall.Receive(9, 1, Set.of()),
                new SocketCall.Shutdown(9, How.SHUT_RD),
                new SocketCall.Close(9),
                new SocketCall.GetOption(9, Level.SOL_SOCKET, "SO_ERROR"),
                new SocketCall.NonBlocking(9, true),
                new SocketCall.Ioctl(9, SocketCall.Request.FIONREAD),
                new SocketCall.LocalName(9),
                new SocketCall.PeerName(9));
        assertThat(calls).allSatisfy(call -> assertThat(result(call)).isEqualTo("EBADF"));
        assertThat(poll(0, 9, PollEvent.POLLIN)).isEqualTo("[9=[POLLNVAL]]");
    }

    @Test
    void bind_refuses_what_is_taken_and_what_is_not_the_hosts() {
        int one = stage.socket();
        int two = stage.socket();
        assertThat(result(new SocketCall.Bind(one, new Place(Stage.YOU, 80)))).isEqualTo("EADDRNOTAVAIL");
        assertThat(result(new SocketCall.Bind(one, new Place(0, 80)))).isEqualTo("0");
        assertThat(result(new SocketCall.Bind(one, new Place(0, 81)))).isEqualTo("EINVAL");
        assertThat(result(new SocketCall.Bind(two, new Place(0, 80)))).isEqualTo("EADDRINUSE");
        set(one, Level.SOL_SOCKET, "SO_REUSEADDR", 1);
        set(two, Level.SOL_SOCKET, "SO_REUSEADDR", 1);
        assertThat(result(new SocketCall.Bind(two, new Place(0, 80)))).isEqualTo("0");
        assertThat(result(new SocketCall.LocalName(two))).isEqualTo("0:80");
        assertThat(result(new SocketCall.Listen(one, 1))).isEqualTo("0");
        assertThat(result(new SocketCall.Listen(two, 1))).isEqualTo("EADDRINUSE");
    }

    @Test
    void a_socket_in_the_wrong_state_says_so() {
        int fresh = stage.socket();
        assertThat(result(new SocketCall.Accept(fresh, false))).isEqualTo("EINVAL");
        assertThat(result(new SocketCall.Receive(fresh, 1, Set.of()))).isEqualTo("ENOTCONN");
        assertThat(result(new SocketCall.Send(fresh, Bytes.utf8("x"), Set.of())))
                .isEqualTo("EPIPE");
        assertThat(result(new SocketCall.Shutdown(fresh, How.SHUT_WR))).isEqualTo("ENOTCONN");
        assertThat(result(new SocketCall.PeerName(fresh))).isEqualTo("ENOTCONN");
        assertThat(poll(0, fresh, PollEvent.POLLIN)).isEqualTo("[3=[POLLHUP]]");
        int listener = stage.listener();
        assertThat(result(new SocketCall.Connect(listener, new Place(0, 80)))).isEqualTo("EISCONN");
        assertThat(result(new SocketCall.Receive(listener, 1, Set.of()))).isEqualTo("ENOTCONN");
        assertThat(result(new SocketCall.Ioctl(listener, SocketCall.Request.FIONREAD)))
                .isEqualTo("EINVAL");
        int connected = stage.accepted(listener);
        assertThat(result(new SocketCall.Connect(connected, new Place(0, 80)))).isEqualTo("EISCONN");
        assertThat(result(new SocketCall.Listen(connected, 1))).isEqualTo("EINVAL");
    }

    // ---- connecting

    @Test
    void a_blocking_connect_returns_when_the_handshake_is_over() {
        int fd = stage.socket();
        stage.lines();
        stage.call(new SocketCall.Connect(fd, new Place(Stage.YOU, 50_080)));
        assertThat(stage.lines()).containsExactly("0 ms S 0:0 win 65535");
        assertThat(stage.play().waiting()).containsExactly(2L);
        stage.pass(30);
        stage.inject("S.", 0, 0, 1, 5_792);
        assertThat(stage.lines()).containsExactly("30 ms . 1:1 ack 1 win 65535", "30 ms #2 0");
        assertThat(result(new SocketCall.PeerName(fd))).isEqualTo("c0000202:50080");
        assertThat(stage.states()).containsExactly(TcpState.SYN_SENT, TcpState.ESTABLISHED);
    }

    @Test
    void a_refused_connect_is_ECONNREFUSED_and_may_be_tried_again() {
        int fd = stage.socket();
        stage.call(new SocketCall.Connect(fd, new Place(Stage.YOU, 50_080)));
        stage.inject("R.", 0, 0, 1, 0);
        assertThat(stage.lines()).endsWith("0 ms #2 ECONNREFUSED");
        stage.call(new SocketCall.Connect(fd, new Place(Stage.YOU, 50_080)));
        assertThat(stage.lines()).containsExactly("0 ms S 0:0 win 65535");
    }

    @Test
    void a_connect_that_nobody_answers_is_ETIMEDOUT_after_127_seconds() {
        int fd = stage.socket();
        stage.call(new SocketCall.Connect(fd, new Place(Stage.YOU, 50_080)));
        stage.pass(300_000);
        assertThat(stage.lines())
                .containsExactly(
                        "0 ms #1 3",
                        "0 ms S 0:0 win 65535",
                        "1000 ms S 0:0 win 65535",
                        "3000 ms S 0:0 win 65535",
                        "7000 ms S 0:0 win 65535",
                        "15000 ms S 0:0 win 65535",
                        "31000 ms S 0:0 win 65535",
                        "63000 ms S 0:0 win 65535",
                        "127000 ms #2 ETIMEDOUT");
    }

    @Test
    void a_connect_that_does_not_block_is_asked_for_by_poll_and_told_once() {
        int fd = stage.nonBlockingSocket();
        SocketCall connect = new SocketCall.Connect(fd, new Place(Stage.YOU, 50_080));
        assertThat(result(connect)).isEqualTo("EINPROGRESS");
        assertThat(result(connect)).isEqualTo("EALREADY");
        assertThat(poll(0, fd, PollEvent.POLLOUT)).isEqualTo("[]");
        stage.inject("S.", 0, 0, 1, 5_792);
        assertThat(poll(0, fd, PollEvent.POLLOUT)).isEqualTo("[3=[POLLOUT]]");
        assertThat(get(fd, Level.SOL_SOCKET, "SO_ERROR")).isEqualTo("= 0");
        assertThat(result(connect)).isEqualTo("0");
        assertThat(result(connect)).isEqualTo("EISCONN");
    }

    @Test
    void a_connect_that_failed_leaves_SO_ERROR() {
        int fd = stage.nonBlockingSocket();
        stage.call(new SocketCall.Connect(fd, new Place(Stage.YOU, 50_080)));
        stage.inject("R.", 0, 0, 1, 0);
        assertThat(poll(0, fd, PollEvent.POLLOUT)).isEqualTo("[3=[POLLOUT, POLLERR, POLLHUP]]");
        assertThat(get(fd, Level.SOL_SOCKET, "SO_ERROR")).isEqualTo("= 111");
        assertThat(get(fd, Level.SOL_SOCKET, "SO_ERROR")).isEqualTo("= 0");
    }

    // ---- accepting

    @Test
    void accept_blocks_until_a_handshake_is_over() {
        int listener = stage.listener();
        stage.call(new SocketCall.Accept(listener, false));
        stage.inject("S", 0, 0, 0, 32_792, new TcpOption.MaximumSegmentSize(1_000));
        stage.lines();
        stage.pass(50);
        stage.inject(".", 1, 0, 1, 257);
        assertThat(stage.lines()).containsExactly("50 ms #4 accepted 4");
    }

    @Test
    void an_accept_that_does_not_block_is_EAGAIN_and_closing_the_listener_ends_one_that_waits() {
        int listener = stage.listener();
        stage.call(new SocketCall.Accept(listener, false));
        stage.lines();
        stage.call(new SocketCall.Close(listener));
        assertThat(stage.lines()).containsExactly("0 ms #4 EBADF", "0 ms #5 0");
        int another = stage.socket();
        result(new SocketCall.NonBlocking(another, true));
        result(new SocketCall.Listen(another, 1));
        assertThat(result(new SocketCall.Accept(another, false))).isEqualTo("EAGAIN");
    }

    // ---- sending and receiving

    @Test
    void data_is_sent_at_once_and_a_read_waits_for_what_comes() {
        int fd = stage.accepted();
        stage.send(fd, "hello");
        assertThat(stage.lines()).containsExactly("0 ms P. 1:6 ack 1 win 65535", "0 ms #5 5");
        stage.receive(fd, 100);
        stage.pass(10);
        stage.inject("P.", 1, Bytes.utf8("world"), 6, 32_792, 0);
        assertThat(stage.lines()).containsExactly("10 ms . 6:6 ack 6 win 65530", "10 ms #6 5 \"world\"");
    }

    @Test
    void a_write_larger_than_the_buffer_blocks_and_a_short_one_does_not() {
        int fd = stage.accepted();
        set(fd, Level.SOL_SOCKET, "SO_SNDBUF", 4_000);
        assertThat(get(fd, Level.SOL_SOCKET, "SO_SNDBUF")).isEqualTo("= 8000");
        stage.send(fd, 6_000);
        assertThat(stage.lines()).hasSize(4).noneMatch(line -> line.contains("#"));
        assertThat(result(new SocketCall.Send(fd, Bytes.utf8("x"), Set.of(MessageFlag.MSG_DONTWAIT))))
                .isEqualTo("EAGAIN");
        stage.inject(".", 1, 0, 4_001, 32_792);
        assertThat(stage.lines()).contains("0 ms #7 6000");
    }

    @Test
    void peeking_leaves_it_and_waitall_waits_for_all() {
        int fd = stage.accepted();
        stage.inject("P.", 1, Bytes.utf8("abcdef"), 1, 32_792, 0);
        assertThat(result(new SocketCall.Receive(fd, 4, Set.of(MessageFlag.MSG_PEEK))))
                .isEqualTo("4 \"abcd\"");
        assertThat(result(new SocketCall.Ioctl(fd, SocketCall.Request.FIONREAD)))
                .isEqualTo("6");
        assertThat(result(new SocketCall.Receive(fd, 2, Set.of(MessageFlag.MSG_TRUNC))))
                .isEqualTo("2 \"\"");
        stage.receive(fd, 8, MessageFlag.MSG_WAITALL);
        stage.lines();
        stage.inject("P.", 7, Bytes.utf8("gh"), 1, 32_792, 0);
        assertThat(stage.lines()).noneMatch(line -> line.contains("#"));
        stage.inject("P.", 9, Bytes.utf8("ijkl"), 1, 32_792, 0);
        assertThat(stage.lines()).anyMatch(line -> line.endsWith("8 \"cdefghij\""));
        assertThat(result(new SocketCall.Receive(fd, 9, Set.of()))).isEqualTo("2 \"kl\"");
    }

    @Test
    void at_the_end_of_the_stream_a_read_returns_0() {
        int fd = stage.accepted();
        stage.inject("FP.", 1, Bytes.utf8("bye"), 1, 32_792, 0);
        assertThat(poll(0, fd, PollEvent.POLLIN, PollEvent.POLLRDHUP)).isEqualTo("[4=[POLLIN, POLLRDHUP]]");
        assertThat(result(new SocketCall.Receive(fd, 10, Set.of()))).isEqualTo("3 \"bye\"");
        assertThat(result(new SocketCall.Receive(fd, 10, Set.of()))).isEqualTo("0 \"\"");
        assertThat(result(new SocketCall.Receive(fd, 10, Set.of(MessageFlag.MSG_WAITALL))))
                .isEqualTo("0 \"\"");
    }

    @Test
    void times_are_over_in_virtual_time() {
        int fd = stage.accepted();
        result(new SocketCall.SetOption(fd, Level.SOL_SOCKET, "SO_RCVTIMEO", new OptionValue.Micros(250_000)));
        stage.receive(fd, 1);
        stage.pass(1_000);
        assertThat(stage.lines()).endsWith("250 ms #6 EAGAIN");
        stage.call(new SocketCall.Poll(List.of(new PollEntry(fd, Set.of(PollEvent.POLLIN))), 500));
        stage.pass(1_000);
        assertThat(stage.lines()).containsExactly("1500 ms #7 []");
    }

    @Test
    void a_reset_is_told_once_and_then_the_stream_is_over() {
        int fd = stage.accepted();
        stage.receive(fd, 10);
        stage.inject("R", 1, 0, 0, 0);
        assertThat(stage.lines()).containsExactly("0 ms #5 ECONNRESET");
        assertThat(result(new SocketCall.Receive(fd, 10, Set.of()))).isEqualTo("0 \"\"");
        assertThat(result(new SocketCall.Send(fd, Bytes.utf8("x"), Set.of()))).isEqualTo("EPIPE");
    }

    @Test
    void after_shutdown_a_write_is_EPIPE_and_data_still_comes() {
        int fd = stage.accepted();
        stage.call(new SocketCall.Shutdown(fd, How.SHUT_WR));
        assertThat(stage.lines()).containsExactly("0 ms F. 1:1 ack 1 win 65535", "0 ms #5 0");
        assertThat(result(new SocketCall.Send(fd, Bytes.utf8("x"), Set.of()))).isEqualTo("EPIPE");
        stage.inject("P.", 1, Bytes.utf8("late"), 2, 32_792, 0);
        assertThat(result(new SocketCall.Receive(fd, 10, Set.of()))).isEqualTo("4 \"late\"");
    }

    // ---- closing

    @Test
    void close_sends_a_fin_and_with_unread_data_a_reset() {
        int fd = stage.accepted();
        stage.call(new SocketCall.Close(fd));
        assertThat(stage.lines()).containsExactly("0 ms F. 1:1 ack 1 win 65535", "0 ms #5 0");

        Stage other = new Stage(TcpSettings.linux());
        int unread = other.accepted();
        other.inject("P.", 1, 100, 1, 32_792);
        other.lines();
        other.call(new SocketCall.Close(unread));
        assertThat(other.lines().getFirst()).isEqualTo("0 ms R. 1:1 ack 101 win 0");
    }

    @Test
    void linger_0_resets_and_linger_waits_for_the_acknowledgment() {
        int fd = stage.accepted();
        result(new SocketCall.SetOption(fd, Level.SOL_SOCKET, "SO_LINGER", new OptionValue.Linger(5)));
        stage.send(fd, "x");
        stage.call(new SocketCall.Close(fd));
        assertThat(stage.lines()).noneMatch(line -> line.contains("#7"));
        stage.pass(20);
        stage.inject(".", 1, 0, 3, 32_792);
        assertThat(stage.lines()).contains("20 ms #7 0");

        Stage other = new Stage(TcpSettings.linux());
        int aborted = other.accepted();
        other.call(new SocketCall.SetOption(aborted, Level.SOL_SOCKET, "SO_LINGER", new OptionValue.Linger(0)));
        other.lines();
        other.call(new SocketCall.Close(aborted));
        assertThat(other.lines().getFirst()).isEqualTo("0 ms R. 1:1 ack 1 win 0");
    }

    // ---- urgent data

    @Test
    void the_urgent_byte_is_read_apart_and_a_read_stops_before_it() {
        int fd = stage.accepted();
        stage.inject("P.U", 1, Bytes.utf8("abXcd"), 1, 32_792, 3);
        assertThat(poll(0, fd, PollEvent.POLLPRI)).isEqualTo("[4=[POLLPRI]]");
        assertThat(result(new SocketCall.Receive(fd, 10, Set.of()))).isEqualTo("2 \"ab\"");
        assertThat(result(new SocketCall.Ioctl(fd, SocketCall.Request.SIOCATMARK)))
                .isEqualTo("1");
        assertThat(result(new SocketCall.Receive(fd, 1, Set.of(MessageFlag.MSG_OOB))))
                .isEqualTo("1 \"X\" [MSG_OOB]");
        assertThat(result(new SocketCall.Receive(fd, 1, Set.of(MessageFlag.MSG_OOB))))
                .isEqualTo("EINVAL");
        assertThat(result(new SocketCall.Receive(fd, 10, Set.of()))).isEqualTo("2 \"cd\"");
    }

    @Test
    void with_SO_OOBINLINE_it_is_a_byte_like_others() {
        int fd = stage.accepted();
        set(fd, Level.SOL_SOCKET, "SO_OOBINLINE", 1);
        stage.inject("P.U", 1, Bytes.utf8("abX"), 1, 32_792, 3);
        assertThat(result(new SocketCall.Receive(fd, 1, Set.of(MessageFlag.MSG_OOB))))
                .isEqualTo("EINVAL");
        assertThat(result(new SocketCall.Receive(fd, 10, Set.of()))).isEqualTo("3 \"abX\"");
    }

    @Test
    void a_program_sends_urgent_data() {
        int fd = stage.accepted();
        stage.send(fd, "x!", MessageFlag.MSG_OOB);
        assertThat(stage.lines()).contains("0 ms PU. 1:3 ack 1 win 65535 urg 2");
    }

    // ---- options

    @Test
    void options_have_their_ranges_and_an_unknown_one_is_ENOPROTOOPT() {
        int fd = stage.socket();
        assertThat(set(fd, Level.IPPROTO_TCP, "TCP_MAXSEG", 87)).isEqualTo("EINVAL");
        assertThat(set(fd, Level.IPPROTO_TCP, "TCP_MAXSEG", 32_768)).isEqualTo("EINVAL");
        assertThat(set(fd, Level.IPPROTO_TCP, "TCP_KEEPCNT", 128)).isEqualTo("EINVAL");
        assertThat(set(fd, Level.IPPROTO_TCP, "TCP_KEEPIDLE", 0)).isEqualTo("EINVAL");
        assertThat(set(fd, Level.IPPROTO_IP, "IP_TTL", 256)).isEqualTo("EINVAL");
        assertThat(set(fd, Level.SOL_SOCKET, "SO_ERROR", 1)).isEqualTo("ENOPROTOOPT");
        assertThat(set(fd, Level.IPPROTO_TCP, "TCP_SOMETHING", 1)).isEqualTo("ENOPROTOOPT");
        assertThat(result(new SocketCall.SetOption(
                        fd, Level.IPPROTO_TCP, "TCP_CONGESTION", new OptionValue.Text("vegas"))))
                .isEqualTo("ENOENT");
        assertThat(get(fd, Level.IPPROTO_TCP, "TCP_MAXSEG")).isEqualTo("= 536");
        assertThat(get(fd, Level.IPPROTO_TCP, "TCP_KEEPIDLE")).isEqualTo("= 7200");
        assertThat(get(fd, Level.SOL_SOCKET, "SO_TYPE")).isEqualTo("= 1");
    }

    @Test
    void congestion_control_can_be_changed_while_the_connection_is_open() {
        int fd = stage.accepted();
        for (String name : List.of("reno", "bbr", "none", "cubic")) {
            assertThat(result(new SocketCall.SetOption(
                            fd, Level.IPPROTO_TCP, "TCP_CONGESTION", new OptionValue.Text(name))))
                    .isEqualTo("0");
            assertThat(get(fd, Level.IPPROTO_TCP, "TCP_CONGESTION")).contains(name);
        }
        stage.send(fd, "a");
        assertThat(stage.lines()).first().asString().startsWith("0 ms P. 1:2");
    }

    @Test
    void nagle_holds_a_small_segment_back_until_TCP_NODELAY() {
        int fd = stage.accepted();
        stage.send(fd, "a");
        stage.send(fd, "b");
        assertThat(stage.lines()).containsExactly("0 ms P. 1:2 ack 1 win 65535", "0 ms #5 1", "0 ms #6 1");
        stage.call(new SocketCall.SetOption(fd, Level.IPPROTO_TCP, "TCP_NODELAY", new OptionValue.Number(1)));
        assertThat(stage.lines()).containsExactly("0 ms P. 2:3 ack 1 win 65535", "0 ms #7 0");
    }

    @Test
    void a_corked_socket_sends_what_it_has_when_the_cork_is_pulled() {
        int fd = stage.accepted();
        set(fd, Level.IPPROTO_TCP, "TCP_CORK", 1);
        stage.send(fd, "a");
        stage.send(fd, "b");
        assertThat(stage.lines()).allMatch(line -> line.contains("#"));
        stage.call(new SocketCall.SetOption(fd, Level.IPPROTO_TCP, "TCP_CORK", new OptionValue.Number(0)));
        assertThat(stage.lines().getFirst()).isEqualTo("0 ms P. 1:3 ack 1 win 65535");
    }

    @Test
    void MSG_MORE_waits_for_the_next_write() {
        int fd = stage.accepted();
        stage.send(fd, "a", MessageFlag.MSG_MORE);
        assertThat(stage.lines()).containsExactly("0 ms #5 1");
        stage.send(fd, "b");
        assertThat(stage.lines().getFirst()).isEqualTo("0 ms P. 1:3 ack 1 win 65535");
    }

    @Test
    void keepalive_as_a_program_sets_it() {
        int fd = stage.accepted();
        set(fd, Level.SOL_SOCKET, "SO_KEEPALIVE", 1);
        set(fd, Level.IPPROTO_TCP, "TCP_KEEPIDLE", 10);
        set(fd, Level.IPPROTO_TCP, "TCP_KEEPINTVL", 2);
        set(fd, Level.IPPROTO_TCP, "TCP_KEEPCNT", 2);
        stage.lines();
        stage.receive(fd, 1);
        stage.pass(60_000);
        assertThat(stage.lines())
                .containsExactly(
                        "10000 ms . 0:0 ack 1 win 65535",
                        "12000 ms . 0:0 ack 1 win 65535",
                        "14000 ms R. 1:1 ack 1 win 0",
                        "14000 ms #9 ETIMEDOUT");
    }

    @Test
    void what_is_unacknowledged_and_unsent_can_be_asked_for() {
        int fd = stage.accepted();
        stage.send(fd, 20_000);
        assertThat(result(new SocketCall.Ioctl(fd, SocketCall.Request.SIOCOUTQ)))
                .isEqualTo("20000");
        assertThat(result(new SocketCall.Ioctl(fd, SocketCall.Request.SIOCOUTQNSD)))
                .isEqualTo("10000");
        assertThat(stage.call(new SocketCall.Ioctl(fd, SocketCall.Request.SIOCINQ)))
                .isEqualTo(new CallResult.Returned(0));
    }
}
