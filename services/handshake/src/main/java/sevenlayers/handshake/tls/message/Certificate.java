package sevenlayers.handshake.tls.message;

import java.util.ArrayList;
import java.util.List;
import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.extension.Extension;
import sevenlayers.handshake.tls.extension.Place;
import sevenlayers.wire.Bytes;

/**
 * RFC 8446 §4.4.2: the sender's chain, its own certificate first. In TLS 1.3 nobody but the two ends can see it.
 *
 * @param context what was asked with; empty for a server
 */
public record Certificate(Bytes context, List<Entry> entries) implements HandshakeMessage {
    public Certificate {
        entries = List.copyOf(entries);
    }

    /** @param der the certificate, in DER */
    public record Entry(Bytes der, List<Extension> extensions) {
        public Entry {
            extensions = List.copyOf(extensions);
        }
    }

    public static Certificate of(Bytes context, List<Bytes> chain) {
        return new Certificate(
                context, chain.stream().map(der -> new Entry(der, List.of())).toList());
    }

    static Certificate parse(Reader in) {
        Bytes context = in.opaque("certificate_request_context", 1, 0, 255);
        List<Entry> entries = new ArrayList<>();
        Reader list = in.vector("certificate_list", 3, 0, 0xffffff);
        while (list.more()) {
            Bytes der = list.opaque("cert_data", 3, 1, 0xffffff);
            list.means(entries.isEmpty() ? "the sender's certificate, DER" : "an authority's certificate, DER");
            entries.add(new Entry(der, Extension.parseAll(list, Place.CERTIFICATE)));
        }
        return new Certificate(context, entries);
    }

    @Override
    public int type() {
        return HandshakeType.CERTIFICATE;
    }

    @Override
    public void emitBody(Writer out) {
        out.opaque(1, context)
                .vector(
                        3,
                        list -> entries.forEach(entry -> {
                            list.opaque(3, entry.der());
                            Extension.emitAll(entry.extensions(), list);
                        }));
    }

    public List<Bytes> chain() {
        return entries.stream().map(Entry::der).toList();
    }
}
