package sevenlayers.chassis.call;

import io.grpc.Metadata;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header {@code grpc-timeout}: at most eight digits and a unit (gRPC over HTTP/2, "Requests"). */
final class GrpcTimeout {
    private static final Metadata.Key<String> KEY = Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);
    private static final Pattern FORMAT = Pattern.compile("(\\d{1,8})([HMSmun])");

    /** More is the same to a caller, but 99999999H are more nanoseconds than a long holds. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private GrpcTimeout() {}

    /** How long the caller waits, up to a day; empty when it did not say, or not so that it can be read. */
    static Optional<Duration> of(Metadata headers) {
        String value = headers.get(KEY);
        if (value == null) {
            return Optional.empty();
        }
        Matcher matcher = FORMAT.matcher(value);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Duration said = Duration.of(
                Long.parseLong(matcher.group(1)), unit(matcher.group(2).charAt(0)));
        return Optional.of(said.compareTo(LONGEST) < 0 ? said : LONGEST);
    }

    private static ChronoUnit unit(char letter) {
        return switch (letter) {
            case 'H' -> ChronoUnit.HOURS;
            case 'M' -> ChronoUnit.MINUTES;
            case 'S' -> ChronoUnit.SECONDS;
            case 'm' -> ChronoUnit.MILLIS;
            case 'u' -> ChronoUnit.MICROS;
            case 'n' -> ChronoUnit.NANOS;
            default -> throw new IllegalArgumentException("unit of grpc-timeout: " + letter);
        };
    }
}
