package sevenlayers.crypto.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PairTypeTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Map<PairType, KeyPair> PAIRS = new ConcurrentHashMap<>();

    private static KeyPair pair(PairType type) {
        return PAIRS.computeIfAbsent(type, made -> made.generate(RANDOM));
    }

    static List<PairType> types() {
        return List.of(
                new PairType.Rsa(2048),
                new PairType.Elliptic(Curve.P256),
                new PairType.Elliptic(Curve.P384),
                new PairType.Elliptic(Curve.P521),
                new PairType.Named("Ed25519"),
                new PairType.Named("X25519"),
                new PairType.Named("ML-DSA-65"),
                new PairType.Named("ML-KEM-768"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void both_halves_come_back_from_their_encodings(PairType type) throws BadKeyException {
        KeyPair pair = pair(type);
        assertThat(type.parsePublic(pair.getPublic().getEncoded())).isEqualTo(pair.getPublic());
        assertThat(type.parsePrivate(pair.getPrivate().getEncoded()).getEncoded())
                .isEqualTo(pair.getPrivate().getEncoded());
    }

    @ParameterizedTest
    @MethodSource("types")
    void no_other_bytes_are_a_key(PairType type) {
        byte[] encoded = pair(type).getPublic().getEncoded();
        for (int length = 0; length < encoded.length; length += 1 + encoded.length / 97) {
            assertBad(type, Arrays.copyOf(encoded, length));
        }
        assertBad(type, Arrays.copyOf(encoded, encoded.length + 1));
        assertBad(type, new byte[PairType.MOST_PUBLIC_BYTES + 1]);
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] changed = encoded.clone();
            changed[random.nextInt(Math.min(24, changed.length))] ^= (byte) (1 + random.nextInt(255));
            try {
                type.parsePublic(changed);
            } catch (BadKeyException expected) {
                assertThat(expected).hasMessageContaining("allowed: ");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void a_key_of_each_other_kind_is_refused(PairType type) {
        for (PairType other : types()) {
            if (!other.equals(type)) {
                assertBad(type, pair(other).getPublic().getEncoded());
            }
        }
    }

    @Test
    void a_modulus_has_the_bits_that_its_name_says_and_an_exponent_is_odd_and_short() throws Exception {
        BigInteger modulus = ((RSAPublicKey) pair(new PairType.Rsa(2048)).getPublic()).getModulus();
        assertRsa(modulus, BigInteger.valueOf(4), "exponent");
        assertRsa(modulus, BigInteger.ONE, "exponent");
        assertRsa(modulus, BigInteger.TWO.pow(64).add(BigInteger.ONE), "exponent");
        assertRsa(modulus.clearBit(0), BigInteger.valueOf(65537), "odd");
        assertRsa(modulus.clearBit(2047), BigInteger.valueOf(65537), "2048");
    }

    private static void assertRsa(BigInteger modulus, BigInteger exponent, String says) throws Exception {
        byte[] encoded;
        try {
            encoded = KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(modulus, exponent))
                    .getEncoded();
        } catch (java.security.spec.InvalidKeySpecException refusedByTheJdk) {
            return;
        }
        assertThatThrownBy(() -> new PairType.Rsa(2048).parsePublic(encoded))
                .isInstanceOf(BadKeyException.class)
                .hasMessageContaining(says);
    }

    @Test
    void a_point_that_is_not_on_the_curve_is_refused() {
        byte[] encoded = pair(new PairType.Elliptic(Curve.P256)).getPublic().getEncoded();
        encoded[encoded.length - 1] ^= 1;
        assertBad(new PairType.Elliptic(Curve.P256), encoded);
    }

    /** RFC 8032 §5.1.3: y = 2 has no x. */
    @Test
    void a_number_that_is_no_point_of_edwards_curve_is_refused() {
        assertBad(
                new PairType.Named("Ed25519"),
                HexFormat.of()
                        .parseHex(
                                "302a300506032b65700321000200000000000000000000000000000000000000000000000000000000000000"));
    }

    @Test
    void a_curve_that_is_not_offered_is_refused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        assertBad(
                new PairType.Elliptic(Curve.P256),
                generator.generateKeyPair().getPublic().getEncoded());
    }

    private static void assertBad(PairType type, byte[] encoded) {
        assertThatThrownBy(() -> type.parsePublic(encoded))
                .isInstanceOf(BadKeyException.class)
                .hasMessageContaining("allowed: ");
    }
}
