package sevenlayers.handshake.tls.random;

import java.security.SecureRandom;

/** Randomness in the shape that JCA takes. */
public final class GivenRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final transient Randomness randomness;
    private final Use use;

    public GivenRandom(Randomness randomness, Use use) {
        this.randomness = randomness;
        this.use = use;
    }

    @Override
    public void nextBytes(byte[] bytes) {
        randomness.next(use, bytes.length).copyTo(bytes, 0);
    }

    @Override
    public byte[] generateSeed(int length) {
        return randomness.next(use, length).toArray();
    }

    @Override
    public String getAlgorithm() {
        return "given";
    }
}
