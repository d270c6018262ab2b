package sevenlayers.crypto.box;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sevenlayers.crypto.cipher.BadCiphertextException;
import sevenlayers.crypto.pair.PairType;

class BoxAlgorithmTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] MESSAGE = "the key under the mat".getBytes(UTF_8);
    private static final byte[] LABEL = "to whom it belongs".getBytes(UTF_8);
    private static final byte[] NONE = {};

    @ParameterizedTest
    @EnumSource(BoxAlgorithm.class)
    void what_is_sealed_opens_with_the_same_key_and_label_and_with_no_other(BoxAlgorithm algorithm) throws Exception {
        OpeningKey key = algorithm.generate(RANDOM);
        byte[] sealed = key.seal(MESSAGE, LABEL);
        assertThat(key.open(sealed, LABEL)).isEqualTo(MESSAGE);
        assertThat(key.open(key.seal(NONE, NONE), NONE)).isEmpty();
        assertThat(key.seal(MESSAGE, LABEL)).as("two of one plaintext").isNotEqualTo(sealed);
        bad(key, sealed, NONE);
        bad(algorithm.generate(RANDOM), sealed, LABEL);
        bad(key, Arrays.copyOf(sealed, sealed.length - 1), LABEL);
        bad(key, Arrays.copyOf(sealed, sealed.length + 1), LABEL);
        bad(key, NONE, LABEL);
        for (int at = 0; at < sealed.length; at += 7) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;
            bad(key, changed, LABEL);
        }
    }

    private static void bad(OpeningKey key, byte[] sealed, byte[] label) {
        assertThatThrownBy(() -> key.open(sealed, label))
                .isInstanceOf(BadCiphertextException.class)
                .hasMessage(new BadCiphertextException().getMessage())
                .hasNoCause();
    }

    @ParameterizedTest
    @EnumSource(BoxAlgorithm.class)
    void as_much_as_it_says_fits_and_no_byte_more(BoxAlgorithm algorithm) throws Exception {
        OpeningKey key = algorithm.generate(RANDOM);
        byte[] most = new byte[algorithm.mostBytes()];
        RANDOM.nextBytes(most);
        assertThat(key.open(key.seal(most, NONE), NONE)).isEqualTo(most);
        assertThatThrownBy(() -> key.seal(new byte[most.length + 1], NONE))
                .hasMessageContaining("allowed: " + most.length);
    }

    @Test
    void a_point_of_small_order_is_a_bad_ciphertext() {
        OpeningKey key = BoxAlgorithm.HPKE_X25519_HKDF_SHA256_AES_128_GCM.generate(RANDOM);
        byte[] zeros = new byte[32 + 16 + 5];
        bad(key, zeros, NONE);
    }

    @Test
    void nobody_seals_to_a_point_of_small_order() {
        BoxAlgorithm algorithm = BoxAlgorithm.HPKE_X25519_HKDF_SHA256_AES_128_GCM;
        assertThatThrownBy(() -> algorithm.seal(publicOf("00".repeat(32)), MESSAGE, NONE, RANDOM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("small order");
    }

    @Test
    void a_private_key_of_another_size_is_told() {
        KeyPair small = new PairType.Rsa(1024).generate(RANDOM);
        OpeningKey key = new OpeningKey(BoxAlgorithm.RSA_OAEP_4096_SHA512, small, RANDOM);
        assertThatThrownBy(() -> key.open(new byte[512], NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no private key for RSA with 4096 bits");
    }

    /** RFC 9180, appendix A.1.1: X25519, HKDF-SHA256, AES-128-GCM, the first ciphertext. */
    @Test
    void the_published_ciphertext_opens() throws BadCiphertextException {
        PairType pairs = new PairType.Named("X25519");
        PrivateKey secret = pairs.parsePrivate(hex("302e020100300506032b656e04220420"
                + "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8"));
        KeyPair pair =
                new KeyPair(publicOf("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d"), secret);
        byte[] opened = Hpke.AES_128_GCM.open(
                pair,
                hex("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"
                        + "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a9"
                        + "6d8770ac83d07bea87e13c512a"),
                hex("436f756e742d30"),
                hex("4f6465206f6e2061204772656369616e2055726e"));
        assertThat(new String(opened, UTF_8)).isEqualTo("Beauty is truth, truth beauty");
    }

    private static java.security.PublicKey publicOf(String u) {
        try {
            return new PairType.Named("X25519").parsePublic(hex("302a300506032b656e032100" + u));
        } catch (sevenlayers.crypto.pair.BadKeyException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /** What OpenSSL encrypts to our key we open, with its label, too. */
    @Test
    void openssl_encrypts_and_we_decrypt(@TempDir Path folder) throws Exception {
        boolean there = installed();
        if ("required".equals(System.getenv("LAB_TEST_OPENSSL"))) {
            assertThat(there).as("openssl, which LAB_TEST_OPENSSL requires").isTrue();
        }
        assumeThat(there).as("openssl is installed").isTrue();
        OpeningKey key = BoxAlgorithm.RSA_OAEP_2048_SHA256.generate(RANDOM);
        Files.writeString(
                folder.resolve("public.pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(key.publicKey().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        Files.write(folder.resolve("message"), MESSAGE);
        Process process = new ProcessBuilder(List.of(
                        "openssl",
                        "pkeyutl",
                        "-encrypt",
                        "-pubin",
                        "-inkey",
                        "public.pem",
                        "-in",
                        "message",
                        "-out",
                        "sealed",
                        "-pkeyopt",
                        "rsa_padding_mode:oaep",
                        "-pkeyopt",
                        "rsa_oaep_md:sha256",
                        "-pkeyopt",
                        "rsa_oaep_label:" + HexFormat.of().formatHex(LABEL)))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(key.open(Files.readAllBytes(folder.resolve("sealed")), LABEL))
                .isEqualTo(MESSAGE);
    }

    private static boolean installed() {
        try {
            return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }
}
