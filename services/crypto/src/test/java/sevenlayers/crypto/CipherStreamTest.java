package sevenlayers.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.crypto.v1.CipherServiceGrpc;
import sevenlayers.crypto.v1.DecryptStreamRequest;
import sevenlayers.crypto.v1.DecryptStreamResponse;
import sevenlayers.crypto.v1.EncryptStreamRequest;
import sevenlayers.crypto.v1.EncryptStreamResponse;

/** Messages of any length, over the port. */
@QuarkusTest
@Timeout(120)
class CipherStreamTest extends CryptoCalls {
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
}
