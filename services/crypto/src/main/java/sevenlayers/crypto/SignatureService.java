package sevenlayers.crypto;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.crypto.key.KeyException;
import sevenlayers.crypto.key.Keyring;
import sevenlayers.crypto.key.WorkingKey;
import sevenlayers.crypto.pair.BadKeyException;
import sevenlayers.crypto.signature.SignatureAlgorithm;
import sevenlayers.crypto.v1.SignRequest;
import sevenlayers.crypto.v1.SignResponse;
import sevenlayers.crypto.v1.SignatureServiceGrpc;
import sevenlayers.crypto.v1.VerifyRequest;
import sevenlayers.crypto.v1.VerifyResponse;
import sevenlayers.crypto.v1.VerifyWithRequest;
import sevenlayers.crypto.v1.VerifyWithResponse;

/** Signatures, made and verified. */
@GrpcService
@RunOnVirtualThread
class SignatureService extends SignatureServiceGrpc.SignatureServiceImplBase {
    /** RFC 7468 §13; what stands around it is not looked at. */
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]{1,20000})-----END PUBLIC KEY-----");

    private final Keyring keys;

    SignatureService(Keyring keys) {
        this.keys = keys;
    }

    @Override
    public void sign(SignRequest request, StreamObserver<SignResponse> responses) {
        Violations violations = new Violations();
        CryptoRules.name(violations, "key", request.getKey());
        CryptoRules.size(violations, "message", request.getMessage());
        CryptoRules.intact(
                violations, "message", request.getMessage(), request.hasMessageCrc32C(), request.getMessageCrc32C());
        violations.throwIfAny();
        try {
            Keyring.Chosen<WorkingKey.Signing> chosen = keys.primary(request.getKey(), WorkingKey.Signing.class);
            ByteString signature = ByteString.copyFrom(
                    chosen.key().key().sign(request.getMessage().toByteArray()));
            responses.onNext(SignResponse.newBuilder()
                    .setSignature(signature)
                    .setSignatureCrc32C(CryptoRules.crc32c(signature))
                    .setVersion(chosen.version())
                    .setAlgorithm(chosen.algorithm().name())
                    .setWarning(chosen.algorithm().warning())
                    .build());
            responses.onCompleted();
        } catch (KeyException e) {
            throw CryptoRules.status(e);
        }
    }

    @Override
    public void verify(VerifyRequest request, StreamObserver<VerifyResponse> responses) {
        Violations violations = new Violations();
        CryptoRules.name(violations, "key", request.getKey());
        CryptoRules.size(violations, "message", request.getMessage());
        CryptoRules.size(violations, "signature", request.getSignature());
        CryptoRules.intact(
                violations, "message", request.getMessage(), request.hasMessageCrc32C(), request.getMessageCrc32C());
        CryptoRules.intact(
                violations,
                "signature",
                request.getSignature(),
                request.hasSignatureCrc32C(),
                request.getSignatureCrc32C());
        violations.throwIfAny();
        byte[] message = request.getMessage().toByteArray();
        byte[] signature = request.getSignature().toByteArray();
        try {
            VerifyResponse.Builder verdict = VerifyResponse.newBuilder();
            for (Keyring.Chosen<WorkingKey.Signing> chosen :
                    keys.versions(request.getKey(), WorkingKey.Signing.class)) {
                if (!verdict.getValid() && chosen.key().key().verify(message, signature)) {
                    verdict.setValid(true).setVersion(chosen.version());
                }
            }
            responses.onNext(verdict.build());
            responses.onCompleted();
        } catch (KeyException e) {
            throw CryptoRules.status(e);
        }
    }

    @Override
    public void verifyWith(VerifyWithRequest request, StreamObserver<VerifyWithResponse> responses) {
        Violations violations = new Violations();
        List<String> names =
                Arrays.stream(SignatureAlgorithm.values()).map(Enum::name).toList();
        violations.oneOf("algorithm", request.getAlgorithm(), names);
        CryptoRules.size(violations, "message", request.getMessage());
        CryptoRules.size(violations, "signature", request.getSignature());
        violations.throwIfAny();
        SignatureAlgorithm algorithm = SignatureAlgorithm.valueOf(request.getAlgorithm());
        PublicKey key = publicKey(algorithm, request.getPublicKeyPem());
        responses.onNext(VerifyWithResponse.newBuilder()
                .setValid(algorithm
                        .scheme()
                        .verify(
                                key,
                                request.getMessage().toByteArray(),
                                request.getSignature().toByteArray()))
                .setWarning(algorithm.warning())
                .build());
        responses.onCompleted();
    }

    private static PublicKey publicKey(SignatureAlgorithm algorithm, String pem) {
        Violations violations = new Violations();
        Optional<byte[]> der = der(pem);
        violations
                .check(
                        der.isPresent(),
                        "public_key_pem",
                        "that is no public key in PEM; allowed: -----BEGIN PUBLIC KEY-----, base64, -----END PUBLIC KEY-----,"
                                + " as GetPublicKey and openssl pkey -pubout give it")
                .throwIfAny();
        @Nullable PublicKey key = null;
        try {
            key = algorithm.pairs().parsePublic(der.orElseThrow());
        } catch (BadKeyException e) {
            violations.check(false, "public_key_pem", String.valueOf(e.getMessage()));
        }
        violations.throwIfAny();
        return java.util.Objects.requireNonNull(key);
    }

    private static Optional<byte[]> der(String pem) {
        Matcher matcher = PEM.matcher(pem);
        try {
            return matcher.find() ? Optional.of(Base64.getMimeDecoder().decode(matcher.group(1))) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
