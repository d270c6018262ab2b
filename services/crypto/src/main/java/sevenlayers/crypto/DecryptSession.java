package sevenlayers.crypto;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import sevenlayers.crypto.cipher.BadCiphertextException;
import sevenlayers.crypto.cipher.StreamSealer;
import sevenlayers.crypto.key.CryptoKey;
import sevenlayers.crypto.key.KeyException;
import sevenlayers.crypto.key.Keyring;
import sevenlayers.crypto.key.WorkingKey;
import sevenlayers.crypto.v1.DecryptStreamRequest;
import sevenlayers.crypto.v1.DecryptStreamResponse;

/** A ciphertext in pieces becomes the message, as far as it is verified. */
final class DecryptSession extends StreamSession<DecryptStreamRequest, DecryptStreamResponse> {
    private final Keyring keys;

    DecryptSession(Keyring keys, ServerCallStreamObserver<DecryptStreamResponse> caller) {
        super(caller, "ciphertext");
        this.keys = keys;
    }

    @Override
    Piece piece(DecryptStreamRequest request) {
        return new Piece(request.getKey(), request.getAssociatedData(), request.getCiphertext());
    }

    @Override
    int headerBytes() {
        return StreamSealer.HEADER_BYTES;
    }

    /** A version that the key never had is one more thing that is wrong with a ciphertext; one that it has and may not use is told. */
    @Override
    StreamSealer begin(Piece first, byte[] header) throws KeyException, BadCiphertextException {
        CryptoKey key = keys.get(first.key());
        int named = StreamSealer.versionOf(header);
        boolean had = named >= 1 && named <= key.versions().size();
        Keyring.Chosen<WorkingKey.Sealing> chosen =
                keys.version(key.name(), had ? named : key.primary(), WorkingKey.Sealing.class);
        StreamSealer segments =
                chosen.key().sealer().openStream(header, first.associatedData().toByteArray());
        send(DecryptStreamResponse.newBuilder()
                .setVersion(chosen.version())
                .setPrimary(chosen.version() == key.primary())
                .build());
        return segments;
    }

    @Override
    DecryptStreamResponse response(byte[] bytes) {
        return DecryptStreamResponse.newBuilder()
                .setPlaintext(ByteString.copyFrom(bytes))
                .build();
    }
}
