package sevenlayers.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import sevenlayers.crypto.v1.CipherServiceGrpc;
import sevenlayers.crypto.v1.CreateKeyRequest;
import sevenlayers.crypto.v1.DeleteKeyRequest;
import sevenlayers.crypto.v1.Key;
import sevenlayers.crypto.v1.KeyServiceGrpc;
import sevenlayers.crypto.v1.ListKeysRequest;
import sevenlayers.crypto.v1.MacServiceGrpc;
import sevenlayers.crypto.v1.RotateKeyRequest;
import sevenlayers.crypto.v1.SignatureServiceGrpc;

/** The service as it runs, to be called over its port, without keys at the beginning. */
abstract class CryptoCalls {
    static final ByteString MESSAGE = ByteString.copyFromUtf8("PLAINTEXT-that-nobody-may-see");
    static final ByteString RECORD = ByteString.copyFromUtf8("record 7");

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init") // Quarkus sets it
    URI http;

    @SuppressWarnings("NullAway.Init")
    ManagedChannel channel;

    @SuppressWarnings("NullAway.Init")
    KeyServiceGrpc.KeyServiceBlockingStub keys;

    @SuppressWarnings("NullAway.Init")
    CipherServiceGrpc.CipherServiceBlockingStub ciphers;

    @SuppressWarnings("NullAway.Init")
    MacServiceGrpc.MacServiceBlockingStub macs;

    @SuppressWarnings("NullAway.Init")
    SignatureServiceGrpc.SignatureServiceBlockingStub signatures;

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

    Key create(String name, String algorithm) {
        return keys.createKey(CreateKeyRequest.newBuilder()
                        .setName(name)
                        .setAlgorithm(algorithm)
                        .build())
                .getKey();
    }

    Key rotate(String name) {
        return keys.rotateKey(RotateKeyRequest.newBuilder().setName(name).build())
                .getKey();
    }

    static void refused(ThrowingCallable call, Status.Code code, String... words) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).isEqualTo(code);
            assertThat(e.getStatus().getDescription()).contains(words);
        });
    }
}
