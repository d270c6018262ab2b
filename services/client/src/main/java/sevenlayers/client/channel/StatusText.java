package sevenlayers.client.channel;

import io.grpc.Status;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A status in words. */
public final class StatusText {

    private StatusText() {}

    /**
     * Its message and its causes': grpc-java says only {@code io exception} where a connection failed, and keeps {@code Connection
     * refused: /127.0.0.12:9000} in the cause. Empty for OK.
     */
    public static String of(Status status) {
        if (status.isOk()) {
            return "";
        }
        Stream<String> causes = Stream.iterate(status.getCause(), cause -> cause != null, Throwable::getCause)
                .map(cause -> String.valueOf(cause.getMessage()));
        String said = status.getDescription() == null ? status.getCode().name() : status.getDescription();
        return Stream.concat(Stream.of(said), causes)
                .filter(words -> !words.isBlank())
                .distinct()
                .collect(Collectors.joining(": "));
    }
}
