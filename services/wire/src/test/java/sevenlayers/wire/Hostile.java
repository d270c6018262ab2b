package sevenlayers.wire;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Random;
import java.util.function.Consumer;

/** Bytes as an attacker or a broken cable sends them: whatever they are, a parser knows them or says that they are malformed. */
public final class Hostile {
    private Hostile() {}

    /** Hands over every beginning of some bytes, and thousands of variants of them. */
    public static void variantsOf(Bytes right, Consumer<Bytes> parser) {
        for (int i = 0; i < right.length(); i++) {
            survive(right.slice(0, i), parser);
        }
        Random random = new Random(right.hashCode());
        for (int i = 0; i < 5_000; i++) {
            byte[] changed = right.toArray();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            survive(Bytes.wrap(changed, 0, 1 + random.nextInt(changed.length)), parser);
            survive(Bytes.wrap(changed), parser);
        }
    }

    private static void survive(Bytes bytes, Consumer<Bytes> parser) {
        assertThatCode(() -> {
                    try {
                        parser.accept(bytes);
                    } catch (MalformedPacketException expected) {
                        String why = expected.getMessage();
                        if (why == null || why.isBlank()) {
                            throw new AssertionError("it does not say what is wrong", expected);
                        }
                    }
                })
                .as(bytes.hex())
                .doesNotThrowAnyException();
    }
}
