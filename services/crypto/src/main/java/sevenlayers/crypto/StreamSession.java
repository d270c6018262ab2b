package sevenlayers.crypto;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.crypto.cipher.BadCiphertextException;
import sevenlayers.crypto.cipher.StreamSealer;
import sevenlayers.crypto.key.KeyException;

/**
 * One message in pieces. The next piece is asked for when the caller has room for what came of the last one, so that neither side keeps more than
 * a segment or two.
 *
 * @param <Q> its requests
 * @param <R> its responses
 */
abstract class StreamSession<Q, R> implements StreamObserver<Q> {
    private static final int MOST_PIECE_BYTES = 1 << 20;

    private final ServerCallStreamObserver<R> caller;
    private final String field;
    private @Nullable StreamSealer segments;
    private final ByteArrayOutputStream early = new ByteArrayOutputStream();
    private @Nullable Piece first;
    private boolean wanted;
    private boolean over;
    private long number;

    /** @param field of a request that has a piece */
    StreamSession(ServerCallStreamObserver<R> caller, String field) {
        this.caller = caller;
        this.field = field;
        caller.disableAutoRequest();
        caller.setOnReadyHandler(this::ready);
        caller.request(1);
    }

    /** What a request says. */
    record Piece(String key, ByteString associatedData, ByteString bytes) {}

    abstract Piece piece(Q request);

    /**
     * Begins.
     *
     * @param header {@link #headerBytes}; fewer, where the message has no more
     */
    abstract StreamSealer begin(Piece first, byte[] header) throws KeyException, BadCiphertextException;

    /** How many bytes of what comes are the header. */
    abstract int headerBytes();

    abstract R response(byte[] bytes);

    @Override
    public synchronized void onNext(Q request) {
        if (over) {
            return;
        }
        guarded(() -> {
            Piece piece = piece(request);
            number++;
            check(piece);
            if (first == null) {
                first = new Piece(piece.key(), piece.associatedData(), ByteString.EMPTY); // its bytes are taken now
            }
            take(first, piece.bytes().toByteArray(), false);
            return false;
        });
        wanted = true;
        ready();
    }

    @Override
    public synchronized void onCompleted() {
        if (over) {
            return;
        }
        guarded(() -> {
            if (first == null) {
                check(new Piece("", ByteString.EMPTY, ByteString.EMPTY));
                return false;
            }
            take(first, new byte[0], true);
            if (segments != null) {
                send(segments.end());
            }
            return true;
        });
    }

    @Override
    public synchronized void onError(Throwable gone) {
        over = true; // the caller has left
    }

    private void take(Piece begun, byte[] bytes, boolean all) throws KeyException, BadCiphertextException {
        if (segments != null) {
            send(segments.take(bytes));
            return;
        }
        early.writeBytes(bytes);
        byte[] so = early.toByteArray();
        if (so.length < headerBytes() && !all) {
            return;
        }
        int header = Math.min(so.length, headerBytes());
        early.reset();
        segments = begin(begun, Arrays.copyOf(so, header));
        send(segments.take(Arrays.copyOfRange(so, header, so.length)));
    }

    private void check(Piece piece) {
        Violations violations = new Violations();
        String at = "requests[" + (number == 0 ? 0 : number - 1) + "].";
        if (number <= 1) {
            CryptoRules.name(violations, at + "key", piece.key());
            CryptoRules.size(violations, at + "associated_data", piece.associatedData());
        } else {
            violations.check(
                    piece.key().isEmpty() && piece.associatedData().isEmpty(),
                    at + "key",
                    "the message has begun; allowed: key and associated_data in the first request only");
        }
        violations.range(at + field, piece.bytes().size(), 0, MOST_PIECE_BYTES).throwIfAny();
    }

    void send(byte[] bytes) {
        if (bytes.length > 0) {
            caller.onNext(response(bytes));
        }
    }

    void send(R response) {
        caller.onNext(response);
    }

    /** Asks for the next piece if there is room for what will come of it. */
    private synchronized void ready() {
        if (wanted && !over && caller.isReady()) {
            wanted = false;
            caller.request(1);
        }
    }

    @FunctionalInterface
    private interface Work {
        /** Whether all is done. */
        boolean done() throws KeyException, BadCiphertextException;
    }

    private void guarded(Work work) {
        try {
            if (work.done()) {
                over = true;
                caller.onCompleted();
            }
        } catch (BadCiphertextException _) {
            fail(CryptoRules.badCiphertext());
        } catch (KeyException e) {
            fail(CryptoRules.status(e));
        } catch (StatusRuntimeException e) {
            fail(e);
        }
    }

    private void fail(RuntimeException status) {
        over = true;
        caller.onError(status);
    }
}
