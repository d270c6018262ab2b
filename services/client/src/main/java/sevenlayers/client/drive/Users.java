package sevenlayers.client.drive;

import io.grpc.Metadata;

/**
 * Users who call in turn, each named in a header.
 *
 * @param header its key
 * @param count how many there are
 */
record Users(Metadata.Key<String> header, int count) {

    /** Whose call that is, counted from 1: {@code user-1}. */
    String of(long number) {
        return "user-" + ((number - 1) % count + 1);
    }
}
