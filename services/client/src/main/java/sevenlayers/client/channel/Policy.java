package sevenlayers.client.channel;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a channel picks a connection for a call. */
public enum Policy {
    /** One connection for all calls; grpc-java's default. */
    PICK_FIRST,
    /** One connection for each address, in turn. */
    ROUND_ROBIN;

    /** The name that gRPC's service config has for it. */
    public String grpcName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The policy of that name. */
    public static Optional<Policy> named(String grpcName) {
        return Arrays.stream(values())
                .filter(policy -> policy.grpcName().equals(grpcName))
                .findFirst();
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Policy::grpcName).toList();
    }
}
