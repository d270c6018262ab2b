package sevenlayers.crypto;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.crypto.key.Algorithm;
import sevenlayers.crypto.key.CryptoKey;
import sevenlayers.crypto.key.KeyException;
import sevenlayers.crypto.key.Keyring;
import sevenlayers.crypto.v1.CreateKeyRequest;
import sevenlayers.crypto.v1.CreateKeyResponse;
import sevenlayers.crypto.v1.DeleteKeyRequest;
import sevenlayers.crypto.v1.DeleteKeyResponse;
import sevenlayers.crypto.v1.DestroyVersionRequest;
import sevenlayers.crypto.v1.DestroyVersionResponse;
import sevenlayers.crypto.v1.DisableVersionRequest;
import sevenlayers.crypto.v1.DisableVersionResponse;
import sevenlayers.crypto.v1.EnableVersionRequest;
import sevenlayers.crypto.v1.EnableVersionResponse;
import sevenlayers.crypto.v1.GetKeyRequest;
import sevenlayers.crypto.v1.GetKeyResponse;
import sevenlayers.crypto.v1.GetPublicKeyRequest;
import sevenlayers.crypto.v1.GetPublicKeyResponse;
import sevenlayers.crypto.v1.Key;
import sevenlayers.crypto.v1.KeyServiceGrpc;
import sevenlayers.crypto.v1.ListAlgorithmsRequest;
import sevenlayers.crypto.v1.ListAlgorithmsResponse;
import sevenlayers.crypto.v1.ListKeysRequest;
import sevenlayers.crypto.v1.ListKeysResponse;
import sevenlayers.crypto.v1.RestoreVersionRequest;
import sevenlayers.crypto.v1.RestoreVersionResponse;
import sevenlayers.crypto.v1.RotateKeyRequest;
import sevenlayers.crypto.v1.RotateKeyResponse;
import sevenlayers.crypto.v1.UpdateKeyRequest;
import sevenlayers.crypto.v1.UpdateKeyResponse;

/** Keys: made, rotated, disabled, destroyed; never shown. */
@GrpcService
@RunOnVirtualThread
class KeyService extends KeyServiceGrpc.KeyServiceImplBase {
    private static final long DAY_SECONDS = 86_400;
    private static final long LONGEST_SECONDS = 30 * DAY_SECONDS;

    private final Keyring keys;

    KeyService(Keyring keys) {
        this.keys = keys;
    }

    /** What is done with the keys. */
    @FunctionalInterface
    private interface Doing<T> {
        T now() throws KeyException;
    }

    private static <T, R> void answer(StreamObserver<R> responses, Doing<T> doing, Function<T, R> message) {
        try {
            responses.onNext(message.apply(doing.now()));
            responses.onCompleted();
        } catch (KeyException e) {
            throw CryptoRules.status(e);
        }
    }

    private static void named(String name) {
        Violations violations = new Violations();
        CryptoRules.name(violations, "name", name);
        violations.throwIfAny();
    }

    private static Key message(CryptoKey key) {
        return KeyMessages.key(key);
    }

    @Override
    public void listAlgorithms(ListAlgorithmsRequest request, StreamObserver<ListAlgorithmsResponse> responses) {
        ListAlgorithmsResponse.Builder all = ListAlgorithmsResponse.newBuilder();
        Algorithm.ALL.forEach(algorithm -> all.addAlgorithms(KeyMessages.algorithm(algorithm)));
        responses.onNext(all.build());
        responses.onCompleted();
    }

    @Override
    public void createKey(CreateKeyRequest request, StreamObserver<CreateKeyResponse> responses) {
        Violations violations = new Violations();
        CryptoRules.name(violations, "name", request.getName());
        List<String> names = Algorithm.ALL.stream().map(Algorithm::name).toList();
        violations.oneOf("algorithm", request.getAlgorithm(), names);
        long after = request.hasDestroyAfterSeconds() ? request.getDestroyAfterSeconds() : DAY_SECONDS;
        violations.range("destroy_after_seconds", after, 0, LONGEST_SECONDS).throwIfAny();
        Algorithm algorithm = Algorithm.named(request.getAlgorithm()).orElseThrow();
        answer(
                responses,
                () -> keys.create(request.getName(), algorithm, Duration.ofSeconds(after)),
                key -> CreateKeyResponse.newBuilder().setKey(message(key)).build());
    }

    @Override
    public void getKey(GetKeyRequest request, StreamObserver<GetKeyResponse> responses) {
        named(request.getName());
        answer(
                responses,
                () -> keys.get(request.getName()),
                key -> GetKeyResponse.newBuilder().setKey(message(key)).build());
    }

    @Override
    public void listKeys(ListKeysRequest request, StreamObserver<ListKeysResponse> responses) {
        ListKeysResponse.Builder all = ListKeysResponse.newBuilder();
        keys.list().forEach(key -> all.addKeys(message(key)));
        responses.onNext(all.build());
        responses.onCompleted();
    }

    @Override
    public void rotateKey(RotateKeyRequest request, StreamObserver<RotateKeyResponse> responses) {
        named(request.getName());
        answer(
                responses,
                () -> keys.rotate(request.getName()),
                key -> RotateKeyResponse.newBuilder().setKey(message(key)).build());
    }

    @Override
    public void updateKey(UpdateKeyRequest request, StreamObserver<UpdateKeyResponse> responses) {
        Violations violations = new Violations();
        CryptoRules.name(violations, "name", request.getName());
        violations
                .check(
                        request.hasPrimary() || request.hasMinimumVersion(),
                        "primary",
                        "nothing is to be changed; allowed: primary, minimum_version or both")
                .range("primary", request.hasPrimary() ? request.getPrimary() : 1, 1, CryptoKey.MOST_VERSIONS)
                .range(
                        "minimum_version",
                        request.hasMinimumVersion() ? request.getMinimumVersion() : 1,
                        1,
                        CryptoKey.MOST_VERSIONS)
                .throwIfAny();
        answer(
                responses,
                () -> keys.update(
                        request.getName(),
                        request.hasPrimary() ? request.getPrimary() : 0,
                        request.hasMinimumVersion() ? request.getMinimumVersion() : 0),
                key -> UpdateKeyResponse.newBuilder().setKey(message(key)).build());
    }

    @Override
    public void enableVersion(EnableVersionRequest request, StreamObserver<EnableVersionResponse> responses) {
        named(request.getName());
        answer(
                responses,
                () -> keys.enable(request.getName(), request.getVersion()),
                key -> EnableVersionResponse.newBuilder().setKey(message(key)).build());
    }

    @Override
    public void disableVersion(DisableVersionRequest request, StreamObserver<DisableVersionResponse> responses) {
        named(request.getName());
        answer(
                responses,
                () -> keys.disable(request.getName(), request.getVersion()),
                key -> DisableVersionResponse.newBuilder().setKey(message(key)).build());
    }

    @Override
    public void destroyVersion(DestroyVersionRequest request, StreamObserver<DestroyVersionResponse> responses) {
        named(request.getName());
        answer(
                responses,
                () -> keys.destroy(request.getName(), request.getVersion()),
                key -> DestroyVersionResponse.newBuilder().setKey(message(key)).build());
    }

    @Override
    public void restoreVersion(RestoreVersionRequest request, StreamObserver<RestoreVersionResponse> responses) {
        named(request.getName());
        answer(
                responses,
                () -> keys.restore(request.getName(), request.getVersion()),
                key -> RestoreVersionResponse.newBuilder().setKey(message(key)).build());
    }

    @Override
    public void deleteKey(DeleteKeyRequest request, StreamObserver<DeleteKeyResponse> responses) {
        named(request.getName());
        answer(
                responses,
                () -> {
                    keys.delete(request.getName());
                    return DeleteKeyResponse.getDefaultInstance();
                },
                Function.identity());
    }

    /** A public key, and of which version it is. */
    private record Half(CryptoKey key, int version, PublicKey publicKey) {}

    @Override
    public void getPublicKey(GetPublicKeyRequest request, StreamObserver<GetPublicKeyResponse> responses) {
        named(request.getName());
        answer(
                responses,
                () -> {
                    CryptoKey key = keys.get(request.getName());
                    int version = request.hasVersion() ? request.getVersion() : key.primary();
                    return new Half(key, version, keys.publicKey(request.getName(), version));
                },
                half -> GetPublicKeyResponse.newBuilder()
                        .setPem(pem(half.publicKey().getEncoded()))
                        .setDer(ByteString.copyFrom(half.publicKey().getEncoded()))
                        .setVersion(half.version())
                        .setAlgorithm(half.key().algorithm().name())
                        .build());
    }

    /** RFC 7468 §13. */
    private static String pem(byte[] der) {
        Base64.Encoder encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN PUBLIC KEY-----\n" + encoder.encodeToString(der) + "\n-----END PUBLIC KEY-----\n";
    }
}
