package sevenlayers.client.relay;

import io.grpc.Metadata;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sevenlayers.chassis.errors.Violations;

/** The metadata of a relayed call: what may go along, and what comes back with its status. */
final class RelayedMetadata {

    private static final int MOST_BYTES = 8_192;
    private static final Pattern KEY = Pattern.compile("[0-9a-z_.-]{1,128}");
    private static final Pattern ASCII = Pattern.compile("[\\x20-\\x7e]*");

    /** What HTTP/2 and gRPC put there themselves. */
    private static final Set<String> RESERVED =
            Set.of("content-type", "te", "user-agent", "host", "connection", "content-length", "transfer-encoding");

    private static final String GRPC_PREFIX = "grpc-";
    private static final String DETAILS = "grpc-status-details-bin";

    private RelayedMetadata() {}

    /** The caller's metadata; values of keys that end in {@code -bin} are base64. */
    static Metadata read(Map<String, String> entries, Violations violations) {
        Metadata metadata = new Metadata();
        int bytes = 0;
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            String key = entry.getKey();
            String value = entry.getValue();
            String field = "metadata[" + Violations.quoted(key) + "]";
            bytes += key.length() + value.length();
            if (!KEY.matcher(key).matches() || key.startsWith(GRPC_PREFIX) || RESERVED.contains(key)) {
                violations.check(
                        false,
                        field,
                        "is not a key; allowed: lower case letters, digits, - _ and ., but nothing that gRPC sets itself");
            } else if (key.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                byte @Nullable [] decoded = base64(value);
                violations.check(decoded != null, field, "is not base64; allowed for keys that end in -bin: base64");
                if (decoded != null) {
                    metadata.put(Metadata.Key.of(key, Metadata.BINARY_BYTE_MARSHALLER), decoded);
                }
            } else {
                boolean ascii = ASCII.matcher(value).matches();
                violations.check(ascii, field, "is not ASCII; allowed: printable ASCII, or a key that ends in -bin");
                if (ascii) {
                    metadata.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value);
                }
            }
        }
        violations.check(
                bytes <= MOST_BYTES,
                "metadata",
                "keys and values are %,d bytes long; allowed: up to %,d".formatted(bytes, MOST_BYTES));
        return metadata;
    }

    /** The trailers as they may go on: without what the transport sets anew. */
    static Metadata passOn(@Nullable Metadata trailers) {
        Metadata passed = new Metadata();
        if (trailers != null) {
            passed.merge(trailers);
            for (String key : trailers.keys()) {
                if (RESERVED.contains(key) || (key.startsWith(GRPC_PREFIX) && !key.equals(DETAILS))) {
                    discard(passed, key);
                }
            }
        }
        return passed;
    }

    private static void discard(Metadata metadata, String key) {
        if (key.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
            metadata.discardAll(Metadata.Key.of(key, Metadata.BINARY_BYTE_MARSHALLER));
        } else {
            metadata.discardAll(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER));
        }
    }

    private static byte @Nullable [] base64(String value) {
        try {
            return Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
