package sevenlayers.chassis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Attributes;
import io.grpc.Grpc;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import sevenlayers.chassis.connection.ConnectionListener.Cause;
import sevenlayers.chassis.v1.Connection;

class ConnectionTableTest {
    private final AtomicLong nanos = new AtomicLong(5_000);
    private final ConnectionTable table = new ConnectionTable(nanos::get);
    private final List<String> events = new ArrayList<>();
    private final InetSocketAddress local = new InetSocketAddress("127.0.0.11", 9000);
    private final InetSocketAddress remote = new InetSocketAddress("127.0.0.105", 40_000);

    @Test
    void connections_are_numbered_from_one_and_grow_older() {
        AcceptedConnection first = table.opened(local, remote);
        nanos.addAndGet(3_000_000);
        AcceptedConnection second = table.opened(local, new InetSocketAddress("::1", 40_001));
        first.call("a/B");

        assertThat(first.toProto())
                .isEqualTo(Connection.newBuilder()
                        .setNumber(1)
                        .setLocalAddress("127.0.0.11:9000")
                        .setRemoteAddress("127.0.0.105:40000")
                        .setAgeMicros(3_000)
                        .setCalls(1)
                        .build());
        assertThat(second.number()).isEqualTo(2);
        assertThat(second.remoteAddress()).isEqualTo("[0:0:0:0:0:0:0:1]:40001");
        assertThat(table.open()).containsExactly(first, second);
    }

    @Test
    void a_call_finds_its_connection_by_both_addresses_and_a_closed_one_is_not_found() {
        Attributes call = Attributes.newBuilder()
                .set(Grpc.TRANSPORT_ATTR_LOCAL_ADDR, local)
                .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, remote)
                .build();
        AcceptedConnection connection = table.opened(local, remote);
        assertThat(table.of(call)).isSameAs(connection);

        connection.closed();
        assertThat(table.of(call).number()).isZero();
        assertThat(table.open()).isEmpty();
    }

    @Test
    void the_close_of_an_earlier_connection_leaves_a_later_one_with_the_same_addresses() {
        AcceptedConnection earlier = table.opened(local, remote);
        AcceptedConnection later = table.opened(local, remote);
        earlier.closed();

        assertThat(table.between(local, remote)).contains(later);
    }

    @Test
    void a_listener_hears_each_life_in_order_and_why_it_ended() {
        AcceptedConnection before = table.opened(local, remote);
        assertThat(table.listen(new Recorder()))
                .extracting(Connection::getNumber)
                .containsExactly(1L);

        AcceptedConnection aged = table.opened(local, remote);
        aged.call("a/B");
        aged.goaway(Cause.AGE, "10 s old");
        aged.goaway(Cause.DRAIN, "too late");
        aged.closed();
        aged.closed();
        before.closing(Cause.ERROR, "connection reset");
        before.closed();
        table.opened(local, remote).closed();

        assertThat(events)
                .containsExactly(
                        "2 opened",
                        "2 call a/B",
                        "2 goaway AGE 10 s old",
                        "2 closed AGE 10 s old",
                        "1 closed ERROR connection reset",
                        "3 opened",
                        "3 closed PEER the other end closed it");
    }

    @Test
    void what_waits_for_the_close_runs_once_and_not_after_it_was_called_off() {
        AcceptedConnection connection = table.opened(local, remote);
        Runnable calledOff = () -> events.add("called off");
        connection.atClose(() -> events.add("ran"));
        connection.atClose(calledOff);
        connection.cancelAtClose(calledOff);
        connection.closed();
        connection.closed();

        assertThat(events).containsExactly("ran");
    }

    private final class Recorder implements ConnectionListener {
        @Override
        public void opened(Connection connection) {
            events.add(connection.getNumber() + " opened");
        }

        @Override
        public void call(Connection connection, String method) {
            events.add(connection.getNumber() + " call " + method);
        }

        @Override
        public void goaway(Connection connection, Cause cause, String detail) {
            events.add(connection.getNumber() + " goaway " + cause + " " + detail);
        }

        @Override
        public void closed(Connection connection, Cause cause, String detail) {
            events.add(connection.getNumber() + " closed " + cause + " " + detail);
        }
    }
}
