package sevenlayers.balancer.l7;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A gRPC request's deadline as its header has it: {@code 250m} is 250 milliseconds. */
final class GrpcTimeout {
    private static final AsciiString NAME = AsciiString.cached("grpc-timeout");

    private GrpcTimeout() {}

    /** How many nanoseconds the request may take from its arrival; empty if it does not say, or not in a way that can be read. */
    static OptionalLong nanos(Http2Headers headers) {
        CharSequence text = headers.get(NAME);
        TimeUnit unit = text == null || text.isEmpty() ? null : unit(text.charAt(text.length() - 1));
        // gRPC over HTTP/2: "TimeoutValue → {positive integer as ASCII string of at most 8 digits}"
        if (text == null || unit == null || text.length() < 2 || text.length() > 9) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = 0; i < text.length() - 1; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return OptionalLong.empty();
            }
            value = 10 * value + digit;
        }
        return OptionalLong.of(unit.toNanos(value));
    }

    private static @Nullable TimeUnit unit(char letter) {
        return switch (letter) {
            case 'H' -> TimeUnit.HOURS;
            case 'M' -> TimeUnit.MINUTES;
            case 'S' -> TimeUnit.SECONDS;
            case 'm' -> TimeUnit.MILLISECONDS;
            case 'u' -> TimeUnit.MICROSECONDS;
            case 'n' -> TimeUnit.NANOSECONDS;
            default -> null;
        };
    }
}
