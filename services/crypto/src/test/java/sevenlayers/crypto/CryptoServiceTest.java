package sevenlayers.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.crypto.v1.AlgorithmInfo;
import sevenlayers.crypto.v1.ComputeMacRequest;
import sevenlayers.crypto.v1.ComputeMacResponse;
import sevenlayers.crypto.v1.DecryptRequest;
import sevenlayers.crypto.v1.DecryptResponse;
import sevenlayers.crypto.v1.DeleteKeyRequest;
import sevenlayers.crypto.v1.DestroyVersionRequest;
import sevenlayers.crypto.v1.DisableVersionRequest;
import sevenlayers.crypto.v1.EnableVersionRequest;
import sevenlayers.crypto.v1.EncryptRequest;
import sevenlayers.crypto.v1.EncryptResponse;
import sevenlayers.crypto.v1.GetKeyRequest;
import sevenlayers.crypto.v1.GetPublicKeyRequest;
import sevenlayers.crypto.v1.GetPublicKeyResponse;
import sevenlayers.crypto.v1.Key;
import sevenlayers.crypto.v1.ListAlgorithmsRequest;
import sevenlayers.crypto.v1.ListKeysRequest;
import sevenlayers.crypto.v1.MeasureRequest;
import sevenlayers.crypto.v1.Purpose;
import sevenlayers.crypto.v1.RestoreVersionRequest;
import sevenlayers.crypto.v1.SignRequest;
import sevenlayers.crypto.v1.SignResponse;
import sevenlayers.crypto.v1.Speed;
import sevenlayers.crypto.v1.SpeedServiceGrpc;
import sevenlayers.crypto.v1.UpdateKeyRequest;
import sevenlayers.crypto.v1.VerifyMacRequest;
import sevenlayers.crypto.v1.VerifyRequest;
import sevenlayers.crypto.v1.VerifyWithRequest;
import sevenlayers.crypto.v1.VersionState;

/** Keys, and what is done with them, over the port. */
@QuarkusTest
@Timeout(120)
class CryptoServiceTest extends CryptoCalls {
    private EncryptResponse encrypt(String key) {
        return ciphers.encrypt(EncryptRequest.newBuilder()
                .setKey(key)
                .setPlaintext(MESSAGE)
                .setAssociatedData(RECORD)
                .build());
    }

    private DecryptRequest.Builder decrypt(String key, ByteString ciphertext) {
        return DecryptRequest.newBuilder().setKey(key).setCiphertext(ciphertext).setAssociatedData(RECORD);
    }

    @Test
    void every_algorithm_does_its_work() {
        List<AlgorithmInfo> all =
                keys.listAlgorithms(ListAlgorithmsRequest.getDefaultInstance()).getAlgorithmsList();
        assertThat(all).hasSizeGreaterThan(20);
        all.forEach(this::works);
    }

    private void works(AlgorithmInfo algorithm) {
        String name = algorithm.getName();
        Key key = create(name, name);
        assertThat(key.getPurpose()).isEqualTo(algorithm.getPurpose());
        switch (algorithm.getPurpose()) {
            case PURPOSE_ENCRYPT, PURPOSE_DECRYPT -> {
                EncryptResponse sealed = encrypt(name);
                assertThat(sealed.getAlgorithm()).isEqualTo(name);
                assertThat(ciphers.decrypt(decrypt(name, sealed.getCiphertext())
                                        .setCiphertextCrc32C(sealed.getCiphertextCrc32C())
                                        .build())
                                .getPlaintext())
                        .isEqualTo(MESSAGE);
            }
            case PURPOSE_MAC -> {
                ComputeMacResponse tag = macs.computeMac(ComputeMacRequest.newBuilder()
                        .setKey(name)
                        .setMessage(MESSAGE)
                        .build());
                VerifyMacRequest.Builder check = VerifyMacRequest.newBuilder()
                        .setKey(name)
                        .setMessage(MESSAGE)
                        .setTag(tag.getTag());
                assertThat(macs.verifyMac(check.build()).getValid()).isTrue();
                assertThat(macs.verifyMac(check.setMessage(RECORD).build()).getValid())
                        .isFalse();
            }
            case PURPOSE_SIGN -> signs(name);
            default -> throw new AssertionError(algorithm);
        }
    }

    /** Verified by the service, and by the public key alone. */
    private void signs(String name) {
        SignResponse signed = signatures.sign(
                SignRequest.newBuilder().setKey(name).setMessage(MESSAGE).build());
        VerifyRequest.Builder check =
                VerifyRequest.newBuilder().setKey(name).setMessage(MESSAGE).setSignature(signed.getSignature());
        assertThat(signatures.verify(check.build()).getVersion()).isEqualTo(1);
        assertThat(signatures.verify(check.setMessage(RECORD).build()).getValid())
                .isFalse();
        GetPublicKeyResponse half =
                keys.getPublicKey(GetPublicKeyRequest.newBuilder().setName(name).build());
        VerifyWithRequest.Builder anybody = VerifyWithRequest.newBuilder()
                .setAlgorithm(name)
                .setPublicKeyPem(half.getPem())
                .setMessage(MESSAGE)
                .setSignature(signed.getSignature());
        assertThat(signatures.verifyWith(anybody.build()).getValid()).isTrue();
        assertThat(signatures.verifyWith(anybody.setMessage(RECORD).build()).getValid())
                .isFalse();
        assertThat(signed.getWarning().isEmpty()).isEqualTo(!name.contains("PKCS1"));
    }

    @Test
    void a_rotated_key_opens_what_it_made_before_and_says_that_it_is_old() {
        create("letters", "AES_256_GCM");
        ByteString old = encrypt("letters").getCiphertext();
        assertThat(rotate("letters").getPrimary()).isEqualTo(2);
        DecryptResponse opened = ciphers.decrypt(decrypt("letters", old).build());
        assertThat(opened.getVersion()).isEqualTo(1);
        assertThat(opened.getPrimary()).isFalse();
        assertThat(encrypt("letters").getVersion()).isEqualTo(2);

        Key aged = keys.updateKey(UpdateKeyRequest.newBuilder()
                        .setName("letters")
                        .setMinimumVersion(2)
                        .build())
                .getKey();
        assertThat(aged.getMinimumVersion()).isEqualTo(2);
        refused(
                () -> ciphers.decrypt(decrypt("letters", old).build()),
                Status.Code.FAILED_PRECONDITION,
                "Version 1 of key 'letters' is too old; allowed: from version 2");
        refused(
                () -> keys.updateKey(UpdateKeyRequest.newBuilder()
                        .setName("letters")
                        .setPrimary(1)
                        .build()),
                Status.Code.FAILED_PRECONDITION,
                "allowed: a primary that is not older");
    }

    @Test
    void a_version_is_disabled_destroyed_and_restored() {
        create("letters", "CHACHA20_POLY1305");
        ByteString old = encrypt("letters").getCiphertext();
        rotate("letters");
        Key key = keys.disableVersion(DisableVersionRequest.newBuilder()
                        .setName("letters")
                        .setVersion(1)
                        .build())
                .getKey();
        assertThat(key.getVersions(0).getState()).isEqualTo(VersionState.VERSION_STATE_DISABLED);
        refused(
                () -> ciphers.decrypt(decrypt("letters", old).build()),
                Status.Code.FAILED_PRECONDITION,
                "Version 1 of key 'letters' is disabled; EnableVersion");
        keys.enableVersion(EnableVersionRequest.newBuilder()
                .setName("letters")
                .setVersion(1)
                .build());
        key = keys.destroyVersion(DestroyVersionRequest.newBuilder()
                        .setName("letters")
                        .setVersion(1)
                        .build())
                .getKey();
        assertThat(key.getVersions(0).getState()).isEqualTo(VersionState.VERSION_STATE_DESTROY_SCHEDULED);
        assertThat(key.getVersions(0).hasDestroyed()).isTrue();
        refused(
                () -> ciphers.decrypt(decrypt("letters", old).build()),
                Status.Code.FAILED_PRECONDITION,
                "will be destroyed at");
        keys.restoreVersion(RestoreVersionRequest.newBuilder()
                .setName("letters")
                .setVersion(1)
                .build());
        keys.enableVersion(EnableVersionRequest.newBuilder()
                .setName("letters")
                .setVersion(1)
                .build());
        assertThat(ciphers.decrypt(decrypt("letters", old).build()).getPlaintext())
                .isEqualTo(MESSAGE);
    }

    @Test
    void what_does_not_open_gets_one_answer_whatever_is_wrong() {
        create("letters", "AES_256_GCM");
        create("others", "AES_256_GCM");
        create("sivs", "AES_256_GCM_SIV");
        create("box", "RSA_OAEP_2048_SHA256");
        create("hybrid", "HPKE_X25519_HKDF_SHA256_AES_256_GCM");
        ByteString good = encrypt("letters").getCiphertext();
        List<DecryptRequest.Builder> bad = new ArrayList<>();
        bad.add(decrypt("others", good));
        bad.add(decrypt("sivs", good));
        bad.add(decrypt("letters", good).setAssociatedData(ByteString.EMPTY));
        bad.add(decrypt("letters", ByteString.EMPTY));
        bad.add(decrypt("letters", good.substring(0, good.size() - 1)));
        for (int at = 0; at < good.size(); at++) {
            byte[] changed = good.toByteArray();
            changed[at] ^= 1;
            bad.add(decrypt("letters", ByteString.copyFrom(changed)));
        }
        for (String key : List.of("box", "hybrid")) {
            ByteString sealed = encrypt(key).getCiphertext();
            bad.add(decrypt(key, sealed).setAssociatedData(ByteString.EMPTY));
            bad.add(decrypt(key, good));
            byte[] changed = sealed.toByteArray();
            changed[changed.length - 1] ^= 1;
            bad.add(decrypt(key, ByteString.copyFrom(changed)));
        }
        Set<Object> answers = new HashSet<>();
        for (DecryptRequest.Builder request : bad) {
            assertThatThrownBy(() -> ciphers.decrypt(request.build()))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class, e -> answers.add(StatusProto.fromThrowable(e)));
        }
        assertThat(answers).as("of " + bad.size() + " bad ciphertexts").hasSize(1);
        assertThat(answers.toString()).contains("CIPHERTEXT_INVALID");
    }

    @Test
    void what_was_damaged_on_its_way_is_refused() {
        create("letters", "AES_128_GCM");
        EncryptRequest.Builder request =
                EncryptRequest.newBuilder().setKey("letters").setPlaintext(ByteString.copyFromUtf8("123456789"));
        // The check value of CRC-32C: RFC 3720 appendix B.4 has others.
        assertThat(ciphers.encrypt(request.setPlaintextCrc32C(0xe3069283).build())
                        .getVersion())
                .isEqualTo(1);
        refused(
                () -> ciphers.encrypt(request.setPlaintextCrc32C(0xe3069284).build()),
                Status.Code.INVALID_ARGUMENT,
                "plaintext_crc32c: 0xe3069284 is not the CRC32C of the 9 bytes that came");
        refused(
                () -> ciphers.encrypt(request.clearPlaintextCrc32C()
                        .setAssociatedDataCrc32C(1)
                        .build()),
                Status.Code.INVALID_ARGUMENT,
                "associated_data_crc32c");
    }

    @Test
    void bad_input_is_told_with_what_is_allowed() {
        create("letters", "AES_256_GCM");
        create("tags", "HMAC_SHA256");
        create("box", "RSA_OAEP_2048_SHA256");
        refused(() -> create("letters", "AES_256_GCM"), Status.Code.ALREADY_EXISTS, "There is a key 'letters' already");
        refused(() -> create("a b", "AES_256_GCM"), Status.Code.INVALID_ARGUMENT, "name: 'a b' is no name of a key");
        refused(() -> create("x", "DES"), Status.Code.INVALID_ARGUMENT, "'DES' is not known; allowed: AES_128_GCM");
        refused(() -> encrypt("nothing"), Status.Code.NOT_FOUND, "There is no key 'nothing'; ListKeys");
        refused(
                () -> encrypt("tags"),
                Status.Code.FAILED_PRECONDITION,
                "Key 'tags' is for MAC (HMAC_SHA256); allowed here: a key for ENCRYPT");
        refused(
                () -> ciphers.encrypt(EncryptRequest.newBuilder()
                        .setKey("letters")
                        .setPlaintext(ByteString.copyFrom(new byte[65_537]))
                        .build()),
                Status.Code.INVALID_ARGUMENT,
                "plaintext: 65537 bytes are too many; allowed: 65536");
        refused(
                () -> ciphers.encrypt(EncryptRequest.newBuilder()
                        .setKey("box")
                        .setPlaintext(ByteString.copyFrom(new byte[191]))
                        .build()),
                Status.Code.INVALID_ARGUMENT,
                "191 bytes are more than RSA_OAEP_2048_SHA256 holds; allowed: 190");
        refused(
                () -> keys.getPublicKey(
                        GetPublicKeyRequest.newBuilder().setName("letters").build()),
                Status.Code.FAILED_PRECONDITION,
                "which has no public half");
        refused(
                () -> signatures.verifyWith(VerifyWithRequest.newBuilder()
                        .setAlgorithm("ED25519")
                        .setPublicKeyPem("-----BEGIN PRIVATE KEY-----")
                        .build()),
                Status.Code.INVALID_ARGUMENT,
                "public_key_pem: that is no public key in PEM");
        refused(
                () -> keys.updateKey(
                        UpdateKeyRequest.newBuilder().setName("letters").build()),
                Status.Code.INVALID_ARGUMENT,
                "nothing is to be changed");
    }

    @Test
    void no_secret_is_in_a_log_an_error_or_a_metric() throws Exception {
        List<String> said = new CopyOnWriteArrayList<>();
        Handler listening = new Handler() {
            @Override
            public void publish(LogRecord message) {
                said.add(message.getMessage() + " " + java.util.Arrays.toString(message.getParameters()) + " "
                        + message.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        Logger ours = Logger.getLogger("sevenlayers");
        Level before = ours.getLevel();
        root.addHandler(listening);
        ours.setLevel(Level.ALL);
        try {
            ours.warning("the test listens");
            keys.listAlgorithms(ListAlgorithmsRequest.getDefaultInstance()).getAlgorithmsList().stream()
                    .filter(algorithm -> !algorithm.getName().matches("RSA.*_[34]0.*")) // their keys take long to make
                    .forEach(this::works);
            failures(said);
        } finally {
            root.removeHandler(listening);
            ours.setLevel(before);
        }
        said.add(HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(http.resolve("/q/metrics")).build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                .body());
        said.add(keys.listKeys(ListKeysRequest.getDefaultInstance()).toString());
        assertThat(String.join("\n", said))
                .contains("the test listens", "lab_calls_seconds")
                .doesNotContain(MESSAGE.toStringUtf8())
                .doesNotContain(Base64.getEncoder().encodeToString(MESSAGE.toByteArray()))
                .doesNotContainIgnoringCase(HexFormat.of().formatHex(MESSAGE.toByteArray()));
    }

    private void failures(List<String> said) {
        ByteString good = encrypt("AES_256_GCM").getCiphertext();
        assertThatThrownBy(() -> ciphers.decrypt(decrypt("AES_128_GCM", good).build()))
                .satisfies(e -> said.add(String.valueOf(StatusProto.fromThrowable(e))));
        assertThatThrownBy(() -> encrypt("HMAC_SHA256"))
                .satisfies(e -> said.add(String.valueOf(StatusProto.fromThrowable(e))));
        assertThatThrownBy(() -> ciphers.encrypt(EncryptRequest.newBuilder()
                        .setKey("AES_256_GCM")
                        .setPlaintext(MESSAGE)
                        .setPlaintextCrc32C(1)
                        .build()))
                .satisfies(e -> said.add(String.valueOf(StatusProto.fromThrowable(e))));
    }

    @Test
    void a_key_is_listed_with_what_it_is_and_deleted_with_all_of_it() {
        create("one", "ED25519");
        create("two", "ML_DSA_65");
        assertThat(keys.listKeys(ListKeysRequest.getDefaultInstance()).getKeysList())
                .extracting(Key::getName)
                .containsExactly("one", "two");
        assertThat(keys.getKey(GetKeyRequest.newBuilder().setName("one").build())
                        .getKey()
                        .getPurpose())
                .isEqualTo(Purpose.PURPOSE_SIGN);
        var _ = keys.deleteKey(DeleteKeyRequest.newBuilder().setName("one").build());
        refused(
                () -> keys.getKey(GetKeyRequest.newBuilder().setName("one").build()),
                Status.Code.NOT_FOUND,
                "There is no key 'one'");
    }

    @Test
    void speeds_are_measured_and_add_up() {
        SpeedServiceGrpc.SpeedServiceBlockingStub speeds = SpeedServiceGrpc.newBlockingStub(channel);
        MeasureRequest.Builder request = MeasureRequest.newBuilder()
                .addAllAlgorithms(List.of("AES_128_GCM", "RSA_OAEP_2048_SHA256", "ED25519", "HMAC_SHA256", "X25519"))
                .setBytes(16_384)
                .setMicrosEach(20_000);
        List<Speed> measured = speeds.measure(request.build()).getSpeedsList();
        assertThat(measured)
                .extracting(speed -> speed.getAlgorithm() + " " + speed.getOperation() + " " + speed.getBytes())
                .containsExactly(
                        "AES_128_GCM encrypt 16384",
                        "AES_128_GCM decrypt 16384",
                        "RSA_OAEP_2048_SHA256 encrypt 190",
                        "RSA_OAEP_2048_SHA256 decrypt 190",
                        "ED25519 sign 16384",
                        "ED25519 verify 16384",
                        "HMAC_SHA256 tag 16384",
                        "X25519 agree 0");
        for (Speed speed : measured) {
            assertThat(speed.getMicros()).isGreaterThanOrEqualTo(20_000);
            assertThat(speed.getMicrosEach() * speed.getOperations())
                    .isCloseTo(speed.getMicros(), org.assertj.core.data.Percentage.withPercentage(1));
        }
        refused(
                () -> speeds.measure(request.addAlgorithms("DSA_2048_SHA256").build()),
                Status.Code.INVALID_ARGUMENT,
                "algorithms: 'DSA_2048_SHA256' is not known");
    }
}
