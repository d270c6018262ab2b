package sevenlayers.handshake.tls.random;

import java.util.random.RandomGenerator;
import sevenlayers.wire.Bytes;

/** Where random bytes come from. */
@FunctionalInterface
public interface Randomness {
    Bytes next(Use use, int length);

    /** All from one generator. */
    static Randomness from(RandomGenerator generator) {
        return (use, length) -> {
            byte[] bytes = new byte[length];
            generator.nextBytes(bytes);
            return Bytes.wrap(bytes);
        };
    }
}
