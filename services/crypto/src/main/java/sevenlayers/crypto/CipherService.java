package sevenlayers.crypto;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.util.OptionalInt;
import sevenlayers.chassis.errors.LabStatus;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.crypto.cipher.BadCiphertextException;
import sevenlayers.crypto.cipher.KeyExhaustedException;
import sevenlayers.crypto.cipher.Sealer;
import sevenlayers.crypto.key.CryptoKey;
import sevenlayers.crypto.key.KeyException;
import sevenlayers.crypto.key.Keyring;
import sevenlayers.crypto.key.Purpose;
import sevenlayers.crypto.key.WorkingKey;
import sevenlayers.crypto.v1.CipherServiceGrpc;
import sevenlayers.crypto.v1.DecryptRequest;
import sevenlayers.crypto.v1.DecryptResponse;
import sevenlayers.crypto.v1.DecryptStreamRequest;
import sevenlayers.crypto.v1.DecryptStreamResponse;
import sevenlayers.crypto.v1.EncryptRequest;
import sevenlayers.crypto.v1.EncryptResponse;
import sevenlayers.crypto.v1.EncryptStreamRequest;
import sevenlayers.crypto.v1.EncryptStreamResponse;

/** Encrypts and decrypts. */
@GrpcService
@RunOnVirtualThread
class CipherService extends CipherServiceGrpc.CipherServiceImplBase {
    /** No ciphertext is longer: RSA's longest is 512 bytes, and the others add less than 100 to their plaintext. */
    private static final int MOST_CIPHERTEXT_BYTES = CryptoRules.MOST_BYTES + 1024;

    private final Keyring keys;

    CipherService(Keyring keys) {
        this.keys = keys;
    }

    @Override
    public void encrypt(EncryptRequest request, StreamObserver<EncryptResponse> responses) {
        Violations violations = new Violations();
        CryptoRules.name(violations, "key", request.getKey());
        CryptoRules.size(violations, "plaintext", request.getPlaintext());
        CryptoRules.size(violations, "associated_data", request.getAssociatedData());
        CryptoRules.intact(
                violations,
                "plaintext",
                request.getPlaintext(),
                request.hasPlaintextCrc32C(),
                request.getPlaintextCrc32C());
        CryptoRules.intact(
                violations,
                "associated_data",
                request.getAssociatedData(),
                request.hasAssociatedDataCrc32C(),
                request.getAssociatedDataCrc32C());
        violations.throwIfAny();
        try {
            byte[] plaintext = request.getPlaintext().toByteArray();
            byte[] associated = request.getAssociatedData().toByteArray();
            boolean box = keys.get(request.getKey()).algorithm().purpose() == Purpose.DECRYPT;
            responses.onNext(
                    box
                            ? boxed(request.getKey(), plaintext, associated)
                            : sealed(request.getKey(), plaintext, associated));
            responses.onCompleted();
        } catch (KeyException e) {
            throw CryptoRules.status(e);
        }
    }

    private EncryptResponse sealed(String name, byte[] plaintext, byte[] associated) throws KeyException {
        Keyring.Chosen<WorkingKey.Sealing> chosen = keys.primary(name, WorkingKey.Sealing.class);
        try {
            return encrypted(chosen, chosen.key().sealer().seal(plaintext, associated));
        } catch (KeyExhaustedException e) {
            throw LabStatus.exception(Status.Code.RESOURCE_EXHAUSTED, "KEY_EXHAUSTED", String.valueOf(e.getMessage()));
        }
    }

    private EncryptResponse boxed(String name, byte[] plaintext, byte[] associated) throws KeyException {
        Keyring.Chosen<WorkingKey.Opening> chosen = keys.primary(name, WorkingKey.Opening.class);
        int most = chosen.key().key().algorithm().mostBytes();
        new Violations()
                .check(
                        plaintext.length <= most,
                        "plaintext",
                        plaintext.length + " bytes are more than "
                                + chosen.algorithm().name()
                                + " holds; allowed: " + most
                                + ". What is longer is encrypted by HPKE, or with a symmetric key that this one encrypts")
                .throwIfAny();
        return encrypted(chosen, chosen.key().key().seal(plaintext, associated));
    }

    private static EncryptResponse encrypted(Keyring.Chosen<?> chosen, byte[] bytes) {
        ByteString ciphertext = ByteString.copyFrom(bytes);
        return EncryptResponse.newBuilder()
                .setCiphertext(ciphertext)
                .setCiphertextCrc32C(CryptoRules.crc32c(ciphertext))
                .setVersion(chosen.version())
                .setAlgorithm(chosen.algorithm().name())
                .build();
    }

    @Override
    public void decrypt(DecryptRequest request, StreamObserver<DecryptResponse> responses) {
        Violations violations = new Violations();
        CryptoRules.name(violations, "key", request.getKey());
        violations.check(
                request.getCiphertext().size() <= MOST_CIPHERTEXT_BYTES,
                "ciphertext",
                request.getCiphertext().size() + " bytes are too many; allowed: what Encrypt gave, "
                        + MOST_CIPHERTEXT_BYTES + " at most");
        CryptoRules.size(violations, "associated_data", request.getAssociatedData());
        CryptoRules.intact(
                violations,
                "ciphertext",
                request.getCiphertext(),
                request.hasCiphertextCrc32C(),
                request.getCiphertextCrc32C());
        CryptoRules.intact(
                violations,
                "associated_data",
                request.getAssociatedData(),
                request.hasAssociatedDataCrc32C(),
                request.getAssociatedDataCrc32C());
        violations.throwIfAny();
        try {
            CryptoKey key = keys.get(request.getKey());
            byte[] ciphertext = request.getCiphertext().toByteArray();
            byte[] associated = request.getAssociatedData().toByteArray();
            responses.onNext(
                    key.algorithm().purpose() == Purpose.DECRYPT
                            ? unboxed(
                                    key,
                                    request.hasVersion() ? request.getVersion() : key.primary(),
                                    ciphertext,
                                    associated)
                            : opened(key, ciphertext, associated));
            responses.onCompleted();
        } catch (KeyException e) {
            throw CryptoRules.status(e);
        } catch (BadCiphertextException _) {
            throw CryptoRules.badCiphertext();
        }
    }

    @Override
    public StreamObserver<EncryptStreamRequest> encryptStream(StreamObserver<EncryptStreamResponse> responses) {
        return new EncryptSession(keys, (ServerCallStreamObserver<EncryptStreamResponse>) responses);
    }

    @Override
    public StreamObserver<DecryptStreamRequest> decryptStream(StreamObserver<DecryptStreamResponse> responses) {
        return new DecryptSession(keys, (ServerCallStreamObserver<DecryptStreamResponse>) responses);
    }

    /** A version that the key never had is one more thing that is wrong with a ciphertext; one that it has and may not use is told. */
    private DecryptResponse opened(CryptoKey key, byte[] ciphertext, byte[] associated)
            throws KeyException, BadCiphertextException {
        OptionalInt version = Sealer.versionOf(ciphertext);
        boolean had =
                version.isPresent() && version.getAsInt() <= key.versions().size();
        Keyring.Chosen<WorkingKey.Sealing> chosen =
                keys.version(key.name(), had ? version.getAsInt() : key.primary(), WorkingKey.Sealing.class);
        if (!had) {
            throw new BadCiphertextException();
        }
        return decrypted(key, chosen, chosen.key().sealer().open(ciphertext, associated));
    }

    private DecryptResponse unboxed(CryptoKey key, int version, byte[] ciphertext, byte[] associated)
            throws KeyException, BadCiphertextException {
        Keyring.Chosen<WorkingKey.Opening> chosen = keys.version(key.name(), version, WorkingKey.Opening.class);
        return decrypted(key, chosen, chosen.key().key().open(ciphertext, associated));
    }

    private static DecryptResponse decrypted(CryptoKey key, Keyring.Chosen<?> chosen, byte[] bytes) {
        ByteString plaintext = ByteString.copyFrom(bytes);
        return DecryptResponse.newBuilder()
                .setPlaintext(plaintext)
                .setPlaintextCrc32C(CryptoRules.crc32c(plaintext))
                .setVersion(chosen.version())
                .setPrimary(chosen.version() == key.primary())
                .build();
    }
}
