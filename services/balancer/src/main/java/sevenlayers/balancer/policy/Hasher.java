package sevenlayers.balancer.policy;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Hashes what a policy hashes of a request.
 *
 * <p>A request without the key is spread by chance: had all of them the same hash, one backend would get everybody who sends no header.
 */
final class Hasher {
    private final HashKey key;
    private final RandomGenerator random;

    Hasher(PolicySpec spec, RandomGenerator random) {
        this.key = spec.key().orElseThrow();
        this.random = random;
    }

    Hashed hash(Request request) {
        Optional<String> text = key.of(request);
        return text.isPresent()
                ? new Hashed(key, XxHash64.hash(text.get(), 0), false)
                : new Hashed(key, random.nextLong(), true);
    }

    /**
     * A request's hash.
     *
     * @param byChance the request has no such key, and the hash is any number
     */
    record Hashed(HashKey key, long hash, boolean byChance) {
        /** As the beginning of a sentence; the key itself may be a secret and does not appear. */
        String text() {
            return byChance
                    ? "no " + key.text() + ", so by chance hash " + hex()
                    : "hash " + hex() + " of the " + key.text();
        }

        private String hex() {
            return String.format("%016x", hash);
        }
    }
}
