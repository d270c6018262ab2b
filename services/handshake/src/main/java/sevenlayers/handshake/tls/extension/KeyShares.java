package sevenlayers.handshake.tls.extension;

import java.util.ArrayList;
import java.util.List;
import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;

/** RFC 8446 §4.2.8: the key shares that a client offers; none where it wants to be asked for one. */
public record KeyShares(List<KeyShare> shares) implements Extension {
    public KeyShares {
        shares = List.copyOf(shares);
    }

    static KeyShares parse(Reader in) {
        List<KeyShare> shares = new ArrayList<>();
        Reader list = in.vector("client_shares", 2, 0, 0xffff);
        while (list.more()) {
            shares.add(KeyShare.parse(list));
        }
        return new KeyShares(shares);
    }

    @Override
    public int number() {
        return ExtensionType.KEY_SHARE;
    }

    @Override
    public void emit(Writer out) {
        out.vector(2, list -> shares.forEach(share -> share.emit(list)));
    }
}
