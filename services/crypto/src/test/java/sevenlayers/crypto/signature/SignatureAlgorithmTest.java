package sevenlayers.crypto.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sevenlayers.crypto.hash.Hash;
import sevenlayers.crypto.pair.BadKeyException;
import sevenlayers.crypto.pair.Curve;
import sevenlayers.crypto.pair.PairType;

class SignatureAlgorithmTest {
    private static final byte[] MESSAGE = "I owe you one.".getBytes(UTF_8);
    private static final SecureRandom RANDOM = new SecureRandom();

    @ParameterizedTest
    @CsvFileSource(resources = "published.csv", delimiter = ';')
    void published_signatures_verify_and_with_one_bit_changed_they_do_not(
            String source, SignatureAlgorithm algorithm, String publicKey, String message, String signature)
            throws BadKeyException {
        var key = algorithm.pairs().parsePublic(hex(publicKey));
        byte[] said = message == null ? new byte[0] : hex(message);
        assertThat(algorithm.scheme().verify(key, said, hex(signature)))
                .as(source)
                .isTrue();
        for (int at : new int[] {0, hex(signature).length / 2, hex(signature).length - 1}) {
            byte[] changed = hex(signature);
            changed[at] ^= 1;
            assertThat(algorithm.scheme().verify(key, said, changed)).as(source).isFalse();
        }
        assertThat(algorithm.scheme().verify(key, Arrays.copyOf(said, said.length + 1), hex(signature)))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = SignatureAlgorithm.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"DSA_2048_SHA256", "DSA_3072_SHA256", "RSA_PSS_4096_SHA512", "RSA_PKCS1_4096_SHA512"})
    void what_a_key_signs_its_public_half_verifies_and_no_other_key_does(SignatureAlgorithm algorithm)
            throws BadKeyException {
        SigningKey key = key(algorithm);
        byte[] signature = key.sign(MESSAGE);
        var publicKey = algorithm.pairs().parsePublic(key.publicKey().getEncoded());
        assertThat(algorithm.scheme().verify(publicKey, MESSAGE, signature)).isTrue();
        assertThat(key.verify(MESSAGE, signature)).isTrue();
        assertThat(key(algorithm).verify(MESSAGE, signature)).isFalse();
        assertThat(key.verify("I owe you two.".getBytes(UTF_8), signature)).isFalse();
        for (int length : new int[] {0, 1, signature.length - 1, signature.length + 1}) {
            assertThat(key.verify(MESSAGE, Arrays.copyOf(signature, length)))
                    .as("%d of %d bytes", length, signature.length)
                    .isFalse();
        }
        assertThat(key.verify(MESSAGE, new byte[signature.length])).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"RSA_PKCS1_2048_SHA256, true", "ED25519, true", "RSA_PSS_2048_SHA256, false", "ECDSA_P256_SHA256, false"
    })
    void some_draw_at_random_and_some_sign_the_same_message_alike(SignatureAlgorithm algorithm, boolean alike) {
        SigningKey key = key(algorithm);
        assertThat(Arrays.equals(key.sign(MESSAGE), key.sign(MESSAGE))).isEqualTo(alike);
    }

    @ParameterizedTest
    @CsvSource({"ML_DSA_44, 2420", "ML_DSA_65, 3309", "ML_DSA_87, 4627"})
    void ml_dsa_has_the_sizes_of_fips_204_and_bouncy_castle_verifies_it(SignatureAlgorithm algorithm, int bytes) {
        SigningKey key = key(algorithm);
        byte[] signature = key.sign(MESSAGE);
        assertThat(signature).hasSize(bytes);
        MLDSAParameters parameters = switch (algorithm) {
            case ML_DSA_44 -> MLDSAParameters.ml_dsa_44;
            case ML_DSA_65 -> MLDSAParameters.ml_dsa_65;
            default -> MLDSAParameters.ml_dsa_87;
        };
        // The key stands at the end of its SubjectPublicKeyInfo, after 22 bytes: RFC 9881 §4.
        byte[] encoded = key.publicKey().getEncoded();
        MLDSASigner other = new MLDSASigner();
        other.init(false, new MLDSAPublicKeyParameters(parameters, Arrays.copyOfRange(encoded, 22, encoded.length)));
        other.update(MESSAGE, 0, MESSAGE.length);
        assertThat(other.verifySignature(signature)).isTrue();
    }

    @Test
    void two_numbers_side_by_side_are_as_long_as_the_order_and_no_other_length_is_taken() {
        Scheme scheme = new Scheme.EcdsaP1363(Hash.SHA256, Curve.P256);
        KeyPair pair = new PairType.Elliptic(Curve.P256).generate(RANDOM);
        byte[] signature = scheme.sign(pair.getPrivate(), MESSAGE, RANDOM);
        assertThat(signature).hasSize(64);
        assertThat(scheme.verify(pair.getPublic(), MESSAGE, signature)).isTrue();
        byte[] wider = new byte[66];
        System.arraycopy(signature, 0, wider, 1, 32);
        System.arraycopy(signature, 32, wider, 34, 32);
        assertThat(scheme.verify(pair.getPublic(), MESSAGE, wider)).isFalse();
    }

    /** Without a hash and padding anybody makes a pair that fits: s at random, and s^e for a message. */
    @Test
    void a_number_and_its_power_are_a_forgery_of_textbook_rsa_and_no_signature_here() {
        KeyPair pair = new PairType.Rsa(2048).generate(RANDOM);
        RSAPublicKey publicKey = (RSAPublicKey) pair.getPublic();
        BigInteger forged = new BigInteger(2000, RANDOM);
        BigInteger message = forged.modPow(publicKey.getPublicExponent(), publicKey.getModulus());
        BigInteger honest =
                message.modPow(((RSAPrivateKey) pair.getPrivate()).getPrivateExponent(), publicKey.getModulus());
        assertThat(forged).isEqualTo(honest);
        byte[] signature = new byte[256];
        byte[] number = forged.toByteArray();
        System.arraycopy(number, 0, signature, 256 - number.length, number.length);
        assertThat(SignatureAlgorithm.RSA_PKCS1_2048_SHA256
                        .scheme()
                        .verify(publicKey, message.toByteArray(), signature))
                .isFalse();
    }

    @Test
    void a_key_of_another_kind_is_the_callers_mistake_and_no_bad_signature() {
        KeyPair rsa = new PairType.Rsa(2048).generate(RANDOM);
        assertThatThrownBy(() -> SignatureAlgorithm.ED25519.scheme().verify(rsa.getPublic(), MESSAGE, new byte[64]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SignatureAlgorithm.ED25519.scheme().sign(rsa.getPrivate(), MESSAGE, RANDOM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause();
    }

    private static SigningKey key(SignatureAlgorithm algorithm) {
        return new SigningKey(algorithm, algorithm.pairs().generate(RANDOM), RANDOM);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
