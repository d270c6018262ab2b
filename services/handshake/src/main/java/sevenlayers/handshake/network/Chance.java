package sevenlayers.handshake.network;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Streams of random numbers that follow from a seed and a purpose, and from nothing else. */
public final class Chance {
    private final long seed;

    public Chance(long seed) {
        this.seed = seed;
    }

    /** The stream of a purpose, {@code client → server loss} for example: always the same, whatever others there are. */
    public RandomGenerator of(String purpose) {
        // FNV-1a over the purpose, begun with the seed: small changes of either make another stream.
        long hash = 0xcbf29ce484222325L ^ seed * 0x9e3779b97f4a7c15L;
        for (int i = 0; i < purpose.length(); i++) {
            hash = (hash ^ purpose.charAt(i)) * 0x100000001b3L;
        }
        return new SplittableRandom(hash);
    }
}
