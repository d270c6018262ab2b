package sevenlayers.handshake.tls.engine;

import java.util.List;
import java.util.Optional;
import sevenlayers.handshake.tls.alert.AlertDescription;
import sevenlayers.handshake.tls.alert.TlsFailure;
import sevenlayers.handshake.tls.extension.Alpn;
import sevenlayers.handshake.tls.extension.Extension;
import sevenlayers.handshake.tls.message.ClientHello;
import sevenlayers.wire.Bytes;

/** ALPN (RFC 7301): which protocol follows. */
final class Protocols {
    private Protocols() {}

    /** What a server takes; empty: the client did not ask, or the server speaks none by name. */
    static Optional<Alpn> choose(ClientHello hello, List<String> spoken) {
        Optional<Alpn> offered = hello.extension(Alpn.class);
        if (offered.isEmpty() || spoken.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(spoken.stream()
                .map(Bytes::utf8)
                .filter(offered.get().protocols()::contains)
                .findFirst()
                .map(protocol -> new Alpn(List.of(protocol)))
                .orElseThrow(() -> new TlsFailure(
                        AlertDescription.NO_APPLICATION_PROTOCOL,
                        "the client speaks none of " + spoken,
                        "RFC 7301 §3.2")));
    }

    /** What a server chose, as a client sees it. */
    static String chosen(List<Extension> answers, List<String> offered) {
        Optional<Alpn> answer = Extension.find(answers, Alpn.class);
        if (answer.isEmpty()) {
            return "";
        }
        String protocol = answer.get().protocols().getFirst().utf8();
        if (answer.get().protocols().size() != 1 || !offered.contains(protocol)) {
            throw new TlsFailure(
                    AlertDescription.ILLEGAL_PARAMETER,
                    "the server chose a protocol that was not offered, or more than one",
                    "RFC 7301 §3.1");
        }
        return protocol;
    }
}
