package sevenlayers.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigInteger;
import java.net.URI;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.crypto.v1.AlgorithmInfo;
import sevenlayers.crypto.v1.CipherServiceGrpc;
import sevenlayers.crypto.v1.ComputeMacRequest;
import sevenlayers.crypto.v1.ComputeMacResponse;
import sevenlayers.crypto.v1.CreateKeyRequest;
import sevenlayers.crypto.v1.DecryptRequest;
import sevenlayers.crypto.v1.DecryptResponse;
import sevenlayers.crypto.v1.DecryptStreamRequest;
import sevenlayers.crypto.v1.DecryptStreamResponse;
import sevenlayers.crypto.v1.DeleteKeyRequest;
import sevenlayers.crypto.v1.DestroyVersionRequest;
import sevenlayers.crypto.v1.DisableVersionRequest;
import sevenlayers.crypto.v1.EnableVersionRequest;
import sevenlayers.crypto.v1.EncryptRequest;
import sevenlayers.crypto.v1.EncryptResponse;
import sevenlayers.crypto.v1.EncryptStreamRequest;
import sevenlayers.crypto.v1.EncryptStreamResponse;
import sevenlayers.crypto.v1.GetKeyRequest;
import sevenlayers.crypto.v1.GetPublicKeyRequest;
import sevenlayers.crypto.v1.GetPublicKeyResponse;
import sevenlayers.crypto.v1.Key;
import sevenlayers.crypto.v1.KeyServiceGrpc;
import sevenlayers.crypto.v1.ListAlgorithmsRequest;
import sevenlayers.crypto.v1.ListKeysRequest;
import sevenlayers.crypto.v1.MacServiceGrpc;
import sevenlayers.crypto.v1.MeasureRequest;
import sevenlayers.crypto.v1.Purpose;
import sevenlayers.crypto.v1.RestoreVersionRequest;
import sevenlayers.crypto.v1.RotateKeyRequest;
import sevenlayers.crypto.v1.SignRequest;
import sevenlayers.crypto.v1.SignResponse;
import sevenlayers.crypto.v1.SignatureServiceGrpc;
import sevenlayers.crypto.v1.Speed;
import sevenlayers.crypto.v1.SpeedServiceGrpc;
import sevenlayers.crypto.v1.UpdateKeyRequest;
import sevenlayers.crypto.v1.VerifyMacRequest;
import sevenlayers.crypto.v1.VerifyRequest;
import sevenlayers.crypto.v1.VerifyWithRequest;
import sevenlayers.crypto.v1.VersionState;
import sevenlayers.insecure.v1.AgreeRequest;
import sevenlayers.insecure.v1.DecapsulateRequest;
import sevenlayers.insecure.v1.EncapsulateRequest;
import sevenlayers.insecure.v1.EncapsulateResponse;
import sevenlayers.insecure.v1.GeneratePairRequest;
import sevenlayers.insecure.v1.GeneratePairResponse;
import sevenlayers.insecure.v1.KnownAnswerServiceGrpc;
import sevenlayers.insecure.v1.OpenWithRequest;
import sevenlayers.insecure.v1.PowerRequest;
import sevenlayers.insecure.v1.SealRequest;
import sevenlayers.insecure.v1.SealToRequest;
import sevenlayers.insecure.v1.SignWithRequest;
import sevenlayers.insecure.v1.VerifySignatureRequest;

/** The service as it runs, called over its port. */
@QuarkusTest
@Timeout(120)
class CryptoServiceTest {
    private static final ByteString MESSAGE = ByteString.copyFromUtf8("PLAINTEXT-that-nobody-may-see");
    private static final ByteString RECORD = ByteString.copyFromUtf8("record 7");

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init") // Quarkus sets it
    URI http;

    @SuppressWarnings("NullAway.Init")
    private ManagedChannel channel;

    @SuppressWarnings("NullAway.Init")
    private KeyServiceGrpc.KeyServiceBlockingStub keys;

    @SuppressWarnings("NullAway.Init")
    private CipherServiceGrpc.CipherServiceBlockingStub ciphers;

    @SuppressWarnings("NullAway.Init")
    private MacServiceGrpc.MacServiceBlockingStub macs;

    @SuppressWarnings("NullAway.Init")
    private SignatureServiceGrpc.SignatureServiceBlockingStub signatures;

    @BeforeEach
    void connect() {
        channel = NettyChannelBuilder.forAddress(http.getHost(), http.getPort())
                .usePlaintext()
                .build();
        keys = KeyServiceGrpc.newBlockingStub(channel);
        ciphers = CipherServiceGrpc.newBlockingStub(channel);
        macs = MacServiceGrpc.newBlockingStub(channel);
        signatures = SignatureServiceGrpc.newBlockingStub(channel);
        for (Key key : keys.listKeys(ListKeysRequest.getDefaultInstance()).getKeysList()) {
            var _ = keys.deleteKey(
                    DeleteKeyRequest.newBuilder().setName(key.getName()).build());
        }
    }

    @AfterEach
    void close() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }

    private Key create(String name, String algorithm) {
        return keys.createKey(CreateKeyRequest.newBuilder()
                        .setName(name)
                        .setAlgorithm(algorithm)
                        .build())
                .getKey();
    }

    private Key rotate(String name) {
        return keys.rotateKey(RotateKeyRequest.newBuilder().setName(name).build())
                .getKey();
    }

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

    private static void refused(ThrowingCallable call, Status.Code code, String... words) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).isEqualTo(code);
            assertThat(e.getStatus().getDescription()).contains(words);
        });
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
    void with_keys_in_the_clear_two_messages_under_one_nonce_give_each_other_away() {
        KnownAnswerServiceGrpc.KnownAnswerServiceBlockingStub raw = KnownAnswerServiceGrpc.newBlockingStub(channel);
        SealRequest.Builder seal = SealRequest.newBuilder()
                .setAlgorithm("AES_128_GCM")
                .setKey(ByteString.copyFrom(new byte[16]))
                .setNonce(ByteString.copyFrom(new byte[12]));
        // The GCM specification's test case 2.
        assertThat(raw.seal(seal.setPlaintext(ByteString.copyFrom(new byte[16])).build())
                        .getSealed())
                .isEqualTo(ByteString.fromHex("0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf"));
        byte[] one = raw.seal(
                        seal.setPlaintext(ByteString.copyFromUtf8("pay Ann 5")).build())
                .getSealed()
                .toByteArray();
        byte[] other = raw.seal(
                        seal.setPlaintext(ByteString.copyFromUtf8("pay Bob 9")).build())
                .getSealed()
                .toByteArray();
        assertThat(one[4] ^ other[4]).isEqualTo('A' ^ 'B');
        refused(
                () -> raw.seal(seal.setNonce(ByteString.EMPTY).build()),
                Status.Code.INVALID_ARGUMENT,
                "takes a key of 16 bytes and a nonce of 12, and got 16 and 0");
    }

    @Test
    void textbook_rsa_multiplies_signatures() {
        KnownAnswerServiceGrpc.KnownAnswerServiceBlockingStub raw = KnownAnswerServiceGrpc.newBlockingStub(channel);
        GeneratePairResponse pair = raw.generatePair(GeneratePairRequest.newBuilder()
                .setAlgorithm("RSA_OAEP_2048_SHA256")
                .build());
        PowerRequest.Builder power = PowerRequest.newBuilder().setModulus(pair.getModulus());
        ByteString two = sign(raw, power, pair, 2);
        ByteString three = sign(raw, power, pair, 3);
        BigInteger n = new BigInteger(1, pair.getModulus().toByteArray());
        BigInteger six = new BigInteger(1, two.toByteArray())
                .multiply(new BigInteger(1, three.toByteArray()))
                .mod(n);
        assertThat(new BigInteger(1, sign(raw, power, pair, 6).toByteArray())).isEqualTo(six);
        assertThat(two.size()).isEqualTo(256);
        refused(
                () -> raw.power(power.setBase(pair.getModulus()).build()),
                Status.Code.INVALID_ARGUMENT,
                "base: it is not below the modulus");
    }

    private static ByteString sign(
            KnownAnswerServiceGrpc.KnownAnswerServiceBlockingStub raw,
            PowerRequest.Builder power,
            GeneratePairResponse pair,
            int message) {
        return raw.power(power.setBase(ByteString.copyFrom(new byte[] {(byte) message}))
                        .setExponent(pair.getPrivateExponent())
                        .build())
                .getResult();
    }

    @Test
    void each_algorithm_with_keys_in_the_clear_does_its_own_job() {
        KnownAnswerServiceGrpc.KnownAnswerServiceBlockingStub raw = KnownAnswerServiceGrpc.newBlockingStub(channel);
        for (String name : List.of("X25519", "ECDH_P256", "FFDHE2048")) {
            GeneratePairResponse ours = pair(raw, name);
            GeneratePairResponse theirs = pair(raw, name);
            AgreeRequest.Builder agree = AgreeRequest.newBuilder().setAlgorithm(name);
            assertThat(raw.agree(agree.setPrivateKey(ours.getPrivateKey())
                                    .setPublicKey(theirs.getPublicKey())
                                    .build())
                            .getSecret())
                    .isEqualTo(raw.agree(agree.setPrivateKey(theirs.getPrivateKey())
                                    .setPublicKey(ours.getPublicKey())
                                    .build())
                            .getSecret());
        }
        GeneratePairResponse kem = pair(raw, "ML_KEM_768");
        EncapsulateResponse made = raw.encapsulate(EncapsulateRequest.newBuilder()
                .setAlgorithm("ML_KEM_768")
                .setPublicKey(kem.getPublicKey())
                .build());
        assertThat(raw.decapsulate(DecapsulateRequest.newBuilder()
                                .setAlgorithm("ML_KEM_768")
                                .setPrivateKey(kem.getPrivateKey())
                                .setEncapsulated(made.getEncapsulated())
                                .build())
                        .getSecret())
                .isEqualTo(made.getSecret());
        GeneratePairResponse signer = pair(raw, "ED25519");
        ByteString signature = raw.signWith(SignWithRequest.newBuilder()
                        .setAlgorithm("ED25519")
                        .setPrivateKey(signer.getPrivateKey())
                        .setMessage(MESSAGE)
                        .build())
                .getSignature();
        assertThat(raw.verifySignature(VerifySignatureRequest.newBuilder()
                                .setAlgorithm("ED25519")
                                .setPublicKey(signer.getPublicKey())
                                .setMessage(MESSAGE)
                                .setSignature(signature)
                                .build())
                        .getValid())
                .isTrue();
        GeneratePairResponse box = pair(raw, "HPKE_X25519_HKDF_SHA256_AES_128_GCM");
        ByteString sealed = raw.sealTo(SealToRequest.newBuilder()
                        .setAlgorithm("HPKE_X25519_HKDF_SHA256_AES_128_GCM")
                        .setPublicKey(box.getPublicKey())
                        .setPlaintext(MESSAGE)
                        .build())
                .getSealed();
        assertThat(raw.openWith(OpenWithRequest.newBuilder()
                                .setAlgorithm("HPKE_X25519_HKDF_SHA256_AES_128_GCM")
                                .setPrivateKey(box.getPrivateKey())
                                .setPublicKey(box.getPublicKey())
                                .setSealed(sealed)
                                .build())
                        .getPlaintext())
                .isEqualTo(MESSAGE);
        refused(
                () -> pair(raw, "ROT13"),
                Status.Code.INVALID_ARGUMENT,
                "algorithm: 'ROT13' is not known; allowed: ECDH");
        refused(
                () -> raw.agree(AgreeRequest.newBuilder()
                        .setAlgorithm("X25519")
                        .setPrivateKey(ByteString.copyFromUtf8("nonsense"))
                        .setPublicKey(signer.getPublicKey())
                        .build()),
                Status.Code.INVALID_ARGUMENT,
                "key");
    }

    private static GeneratePairResponse pair(
            KnownAnswerServiceGrpc.KnownAnswerServiceBlockingStub raw, String algorithm) {
        return raw.generatePair(
                GeneratePairRequest.newBuilder().setAlgorithm(algorithm).build());
    }

    @Test
    void where_nobody_turned_it_on_no_key_in_the_clear_is_taken() {
        assertThatThrownBy(() -> new KnownAnswerService("off").power(PowerRequest.getDefaultInstance(), nobody()))
                .hasMessageContaining(
                        "PERMISSION_DENIED: Calls with keys in the clear are off; allowed: LAB_INSECURE=on");
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

    /** What came back of a stream, until its end. */
    private static final class Collected<R> implements StreamObserver<R> {
        final List<R> responses = new CopyOnWriteArrayList<>();
        final CompletableFuture<Status> end = new CompletableFuture<>();

        @Override
        public void onNext(R response) {
            responses.add(response);
        }

        @Override
        public void onError(Throwable error) {
            end.complete(Status.fromThrowable(error));
        }

        @Override
        public void onCompleted() {
            end.complete(Status.OK);
        }
    }

    private Collected<EncryptStreamResponse> encryptStream(String key, byte[] message, int pieces) {
        Collected<EncryptStreamResponse> back = new Collected<>();
        StreamObserver<EncryptStreamRequest> to =
                CipherServiceGrpc.newStub(channel).encryptStream(back);
        for (int i = 0; i < pieces; i++) {
            int from = (int) ((long) message.length * i / pieces);
            int until = (int) ((long) message.length * (i + 1) / pieces);
            EncryptStreamRequest.Builder piece =
                    EncryptStreamRequest.newBuilder().setPlaintext(ByteString.copyFrom(message, from, until - from));
            to.onNext((i == 0 ? piece.setKey(key).setAssociatedData(RECORD) : piece).build());
        }
        to.onCompleted();
        return back;
    }

    private Collected<DecryptStreamResponse> decryptStream(String key, ByteString ciphertext, int piece) {
        Collected<DecryptStreamResponse> back = new Collected<>();
        StreamObserver<DecryptStreamRequest> to =
                CipherServiceGrpc.newStub(channel).decryptStream(back);
        DecryptStreamRequest.Builder request =
                DecryptStreamRequest.newBuilder().setKey(key).setAssociatedData(RECORD);
        for (int at = 0; at < ciphertext.size(); at += piece) {
            to.onNext(request.setCiphertext(ciphertext.substring(at, Math.min(ciphertext.size(), at + piece)))
                    .build());
            request = DecryptStreamRequest.newBuilder();
        }
        to.onCompleted();
        return back;
    }

    @Test
    void a_message_of_any_length_goes_through_in_pieces() throws Exception {
        create("films", "AES_256_GCM");
        byte[] message = new byte[10_000_000];
        new java.util.Random(1).nextBytes(message);
        Collected<EncryptStreamResponse> sealed = encryptStream("films", message, 25);
        assertThat(sealed.end.get(30, TimeUnit.SECONDS)).isEqualTo(Status.OK);
        assertThat(sealed.responses.getFirst().getAlgorithm()).isEqualTo("AES_256_GCM");
        ByteString ciphertext = sealed.responses.stream()
                .map(EncryptStreamResponse::getCiphertext)
                .reduce(ByteString.EMPTY, ByteString::concat);
        rotate("films");
        Collected<DecryptStreamResponse> opened = decryptStream("films", ciphertext, 777_777);
        assertThat(opened.end.get(30, TimeUnit.SECONDS)).isEqualTo(Status.OK);
        assertThat(opened.responses.getFirst().getVersion()).isEqualTo(1);
        assertThat(opened.responses.getFirst().getPrimary()).isFalse();
        ByteString all = opened.responses.stream()
                .map(DecryptStreamResponse::getPlaintext)
                .reduce(ByteString.EMPTY, ByteString::concat);
        assertThat(all).isEqualTo(ByteString.copyFrom(message));

        Status cut = decryptStream("films", ciphertext.substring(0, ciphertext.size() - 1), 500_000)
                .end
                .get(30, TimeUnit.SECONDS);
        assertThat(cut.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(cut.getDescription()).contains("does not open");
        Status tiny = decryptStream("films", ciphertext.substring(0, 9), 4).end.get(30, TimeUnit.SECONDS);
        assertThat(tiny.getDescription()).contains("does not open");
    }

    @Test
    void a_stream_that_is_not_as_it_should_be_is_told_what_is() throws Exception {
        create("films", "AES_256_GCM");
        assertThat(encryptStream("nothing", new byte[10], 1)
                        .end
                        .get(30, TimeUnit.SECONDS)
                        .getDescription())
                .contains("There is no key 'nothing'");
        Collected<EncryptStreamResponse> empty = new Collected<>();
        CipherServiceGrpc.newStub(channel).encryptStream(empty).onCompleted();
        assertThat(empty.end.get(30, TimeUnit.SECONDS).getDescription())
                .contains("requests[0].key: '' is no name of a key");
        Collected<EncryptStreamResponse> twice = new Collected<>();
        StreamObserver<EncryptStreamRequest> to =
                CipherServiceGrpc.newStub(channel).encryptStream(twice);
        EncryptStreamRequest named =
                EncryptStreamRequest.newBuilder().setKey("films").build();
        to.onNext(named);
        to.onNext(named);
        assertThat(twice.end.get(30, TimeUnit.SECONDS).getDescription())
                .contains("requests[1].key: the message has begun");
    }

    private static <T> StreamObserver<T> nobody() {
        return new StreamObserver<>() {
            @Override
            public void onNext(T message) {
                throw new AssertionError(message);
            }

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onCompleted() {}
        };
    }
}
