package sevenlayers.balancer.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LocalFailureTest {
    static Stream<Throwable> ours() {
        return Stream.of(
                new ChannelException("Failed to open a socket.", new SocketException("Too many open files")),
                new BindException("Cannot assign requested address"),
                new SocketException("No buffer space available"),
                new java.io.IOException("connect(..) failed: Cannot assign requested address"));
    }

    static Stream<Throwable> theirs() {
        return Stream.of(
                new ConnectException("Connection refused"),
                new ConnectTimeoutException("connection timed out after 2000 ms"),
                new NoRouteToHostException("No route to host"),
                new SocketException("Network is unreachable"));
    }

    @ParameterizedTest
    @MethodSource("ours")
    void whatWeLackIsNotTheBackendsFault(Throwable cause) {
        assertThat(LocalFailure.is(cause)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("theirs")
    void aBackendThatDoesNotAnswerIs(Throwable cause) {
        assertThat(LocalFailure.is(cause)).isFalse();
    }
}
