package sevenlayers.crypto;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.RunOnVirtualThread;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.crypto.key.KeyException;
import sevenlayers.crypto.key.Keyring;
import sevenlayers.crypto.key.WorkingKey;
import sevenlayers.crypto.v1.ComputeMacRequest;
import sevenlayers.crypto.v1.ComputeMacResponse;
import sevenlayers.crypto.v1.MacServiceGrpc;
import sevenlayers.crypto.v1.VerifyMacRequest;
import sevenlayers.crypto.v1.VerifyMacResponse;

/** Tags, made and checked. */
@GrpcService
@RunOnVirtualThread
class MacService extends MacServiceGrpc.MacServiceImplBase {
    private final Keyring keys;

    MacService(Keyring keys) {
        this.keys = keys;
    }

    @Override
    public void computeMac(ComputeMacRequest request, StreamObserver<ComputeMacResponse> responses) {
        Violations violations = new Violations();
        CryptoRules.name(violations, "key", request.getKey());
        CryptoRules.size(violations, "message", request.getMessage());
        CryptoRules.intact(
                violations, "message", request.getMessage(), request.hasMessageCrc32C(), request.getMessageCrc32C());
        violations.throwIfAny();
        try {
            Keyring.Chosen<WorkingKey.Authenticating> chosen =
                    keys.primary(request.getKey(), WorkingKey.Authenticating.class);
            ByteString tag = ByteString.copyFrom(
                    chosen.key().key().tag(request.getMessage().toByteArray()));
            responses.onNext(ComputeMacResponse.newBuilder()
                    .setTag(tag)
                    .setTagCrc32C(CryptoRules.crc32c(tag))
                    .setVersion(chosen.version())
                    .setAlgorithm(chosen.algorithm().name())
                    .build());
            responses.onCompleted();
        } catch (KeyException e) {
            throw CryptoRules.status(e);
        }
    }

    @Override
    public void verifyMac(VerifyMacRequest request, StreamObserver<VerifyMacResponse> responses) {
        Violations violations = new Violations();
        CryptoRules.name(violations, "key", request.getKey());
        CryptoRules.size(violations, "message", request.getMessage());
        CryptoRules.size(violations, "tag", request.getTag());
        CryptoRules.intact(
                violations, "message", request.getMessage(), request.hasMessageCrc32C(), request.getMessageCrc32C());
        CryptoRules.intact(violations, "tag", request.getTag(), request.hasTagCrc32C(), request.getTagCrc32C());
        violations.throwIfAny();
        byte[] message = request.getMessage().toByteArray();
        byte[] tag = request.getTag().toByteArray();
        try {
            VerifyMacResponse.Builder verdict = VerifyMacResponse.newBuilder();
            for (Keyring.Chosen<WorkingKey.Authenticating> chosen :
                    keys.versions(request.getKey(), WorkingKey.Authenticating.class)) {
                if (!verdict.getValid() && chosen.key().key().verify(message, tag)) {
                    verdict.setValid(true).setVersion(chosen.version());
                }
            }
            responses.onNext(verdict.build());
            responses.onCompleted();
        } catch (KeyException e) {
            throw CryptoRules.status(e);
        }
    }
}
