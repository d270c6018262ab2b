package sevenlayers.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

/** Calls with keys in the clear, over the port. */
@QuarkusTest
@Timeout(120)
class KnownAnswerServiceTest extends CryptoCalls {
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
