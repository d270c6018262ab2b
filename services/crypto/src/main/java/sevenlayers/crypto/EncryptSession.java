package sevenlayers.crypto;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import sevenlayers.crypto.cipher.Sealer;
import sevenlayers.crypto.cipher.StreamSealer;
import sevenlayers.crypto.key.KeyException;
import sevenlayers.crypto.key.Keyring;
import sevenlayers.crypto.key.WorkingKey;
import sevenlayers.crypto.v1.EncryptStreamRequest;
import sevenlayers.crypto.v1.EncryptStreamResponse;

/** A message in pieces becomes a ciphertext in segments. */
final class EncryptSession extends StreamSession<EncryptStreamRequest, EncryptStreamResponse> {
    private final Keyring keys;

    EncryptSession(Keyring keys, ServerCallStreamObserver<EncryptStreamResponse> caller) {
        super(caller, "plaintext");
        this.keys = keys;
    }

    @Override
    Piece piece(EncryptStreamRequest request) {
        return new Piece(request.getKey(), request.getAssociatedData(), request.getPlaintext());
    }

    @Override
    int headerBytes() {
        return 0; // it is made here
    }

    @Override
    StreamSealer begin(Piece first, byte[] header) throws KeyException {
        Keyring.Chosen<WorkingKey.Sealing> chosen = keys.primary(first.key(), WorkingKey.Sealing.class);
        Sealer.Begun begun =
                chosen.key().sealer().sealStream(first.associatedData().toByteArray());
        send(EncryptStreamResponse.newBuilder()
                .setCiphertext(ByteString.copyFrom(begun.header()))
                .setVersion(chosen.version())
                .setAlgorithm(chosen.algorithm().name())
                .build());
        return begun.segments();
    }

    @Override
    EncryptStreamResponse response(byte[] bytes) {
        return EncryptStreamResponse.newBuilder()
                .setCiphertext(ByteString.copyFrom(bytes))
                .build();
    }
}
