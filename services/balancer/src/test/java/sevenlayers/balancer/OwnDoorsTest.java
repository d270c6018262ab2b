package sevenlayers.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnDoorsTest {
    @ParameterizedTest(name = "a door at {0}:9200, and {1}:{2}: {3}")
    @CsvSource({
        // A process that has an address of its own, among others that have theirs.
        "127.0.0.104, 127.0.0.104, 9200, true",
        "127.0.0.104, 127.0.0.104, 9000, false",
        "127.0.0.104, 127.0.0.114, 9200, false",
        "127.0.0.104, 127.0.0.11, 9000, false",
        "127.0.0.104, 0.0.0.0, 9200, true",
        // A container that listens on all that it has.
        "0.0.0.0, 127.0.0.1, 9200, true",
        "0.0.0.0, 127.0.0.77, 9200, true",
        "0.0.0.0, ::1, 9200, true",
        "0.0.0.0, 127.0.0.1, 9201, false",
        "0.0.0.0, 192.0.2.1, 9200, false",
        "::, 127.0.0.1, 9200, true",
    })
    void anAddressIsOursIfWhoeverDialsItReachesADoor(String door, String host, int port, boolean ours) {
        OwnDoors own = new OwnDoors();
        own.add(new InetSocketAddress(door, 9200));
        assertThat(own.test(new InetSocketAddress(host, port))).isEqualTo(ours);
    }
}
