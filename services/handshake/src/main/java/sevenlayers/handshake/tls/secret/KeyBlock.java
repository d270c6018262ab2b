package sevenlayers.handshake.tls.secret;

import sevenlayers.handshake.tls.parameter.BulkCipher;
import sevenlayers.handshake.tls.record.Protection12;

/** RFC 5246 §6.3: the keys of both directions. With authenticated encryption there are no keys for MACs. */
public record KeyBlock(BulkCipher cipher, Secret clientKey, Secret serverKey, Secret clientIv, Secret serverIv) {
    public Protection12 client() {
        return new Protection12(cipher, clientKey.value(), clientIv.value());
    }

    public Protection12 server() {
        return new Protection12(cipher, serverKey.value(), serverIv.value());
    }
}
