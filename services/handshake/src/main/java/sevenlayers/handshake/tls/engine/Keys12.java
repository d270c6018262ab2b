package sevenlayers.handshake.tls.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tls.alert.AlertDescription;
import sevenlayers.handshake.tls.alert.TlsFailure;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.message.Finished;
import sevenlayers.handshake.tls.message.ServerKeyExchange;
import sevenlayers.handshake.tls.parameter.CipherSuite;
import sevenlayers.handshake.tls.secret.KeyBlock;
import sevenlayers.handshake.tls.secret.MasterSecret12;
import sevenlayers.wire.Bytes;

/** What both roles of TLS 1.2 do with the master secret. */
final class Keys12 {
    private final Wire wire;
    private final CipherSuite suite;
    private @Nullable MasterSecret12 master;
    private @Nullable KeyBlock block;

    Keys12(Wire wire, CipherSuite suite) {
        this.wire = wire;
        this.suite = suite;
    }

    KeyBlock made(MasterSecret12 secret, Bytes clientRandom, Bytes serverRandom) {
        KeyBlock expanded = secret.keyBlock(suite.cipher(), clientRandom, serverRandom);
        master = secret;
        block = expanded;
        wire.made(secret);
        wire.made(expanded.clientKey());
        wire.made(expanded.serverKey());
        wire.made(expanded.clientIv());
        wire.made(expanded.serverIv());
        return expanded;
    }

    KeyBlock block() {
        return Objects.requireNonNull(block);
    }

    Finished finished(boolean byClient) {
        return new Finished(Objects.requireNonNull(master).finished(byClient, wire.transcript.hash(suite.hash())));
    }

    void check(Finished came, boolean byClient) {
        Bytes expected =
                Objects.requireNonNull(master).finished(byClient, wire.transcript.hashBeforeLast(suite.hash()));
        if (!came.verifyData().equals(expected)) {
            throw new TlsFailure(
                    AlertDescription.DECRYPT_ERROR,
                    "Finished does not fit: the two ends did not see the same handshake",
                    "RFC 5246 §7.4.9");
        }
    }

    /** RFC 5246 §7.4.3: both randoms, so that a signed key cannot be used again, and the key. */
    static Bytes signedByServer(Bytes clientRandom, Bytes serverRandom, ServerKeyExchange key) {
        return Writer.written(out -> out.bytes(clientRandom)
                .bytes(serverRandom)
                .bytes(ServerKeyExchange.parameters(key.group(), key.publicKey())));
    }
}
