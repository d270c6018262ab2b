package sevenlayers.handshake.tls.message;

import java.util.ArrayList;
import java.util.List;
import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.wire.Bytes;

/** RFC 5246 §7.4.2: the sender's chain, its own certificate first. In TLS 1.2 it is in the clear. */
public record Certificate12(List<Bytes> chain) implements HandshakeMessage {
    public Certificate12 {
        chain = List.copyOf(chain);
    }

    static Certificate12 parse(Reader in) {
        List<Bytes> chain = new ArrayList<>();
        Reader list = in.vector("certificate_list", 3, 0, 0xffffff);
        while (list.more()) {
            chain.add(list.opaque("ASN.1Cert", 3, 1, 0xffffff));
            list.means(chain.size() == 1 ? "the sender's certificate, DER" : "an authority's certificate, DER");
        }
        return new Certificate12(chain);
    }

    @Override
    public int type() {
        return HandshakeType.CERTIFICATE;
    }

    @Override
    public void emitBody(Writer out) {
        out.vector(3, list -> chain.forEach(der -> list.opaque(3, der)));
    }
}
