package sevenlayers.balancer.policy;

import java.util.Optional;

/** What of a request a hashing policy hashes. */
public sealed interface HashKey {
    /** The key of this request; empty if the request has none. */
    Optional<String> of(Request request);

    /** As in a sentence: {@code client address}. */
    String text();

    /** The client's IP address, without its port. */
    record ClientAddress() implements HashKey {
        @Override
        public Optional<String> of(Request request) {
            return Optional.of(request.clientHost());
        }

        @Override
        public String text() {
            return "client address";
        }
    }

    /**
     * The value of a request header.
     *
     * @param name in lower case
     */
    record Header(String name) implements HashKey {
        @Override
        public Optional<String> of(Request request) {
            return request.header(name);
        }

        @Override
        public String text() {
            return "header " + name;
        }
    }

    /** The request's path. */
    record Path() implements HashKey {
        @Override
        public Optional<String> of(Request request) {
            return Optional.of(request.path());
        }

        @Override
        public String text() {
            return "path";
        }
    }
}
