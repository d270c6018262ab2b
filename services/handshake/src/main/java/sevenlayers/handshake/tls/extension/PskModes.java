package sevenlayers.handshake.tls.extension;

import java.util.List;
import sevenlayers.handshake.tls.codec.Numbers;
import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;

/** RFC 8446 §4.2.9: whether a key of an earlier handshake is used alone (0) or together with new key shares (1). */
public record PskModes(List<Integer> modes) implements Extension {
    public PskModes {
        modes = List.copyOf(modes);
    }

    static PskModes parse(Reader in) {
        return new PskModes(Numbers.parse(
                in,
                "modes",
                1,
                1,
                mode -> mode == 0 ? "psk_ke: no forward secrecy" : mode == 1 ? "psk_dhe_ke" : "not known"));
    }

    @Override
    public int number() {
        return ExtensionType.PSK_KEY_EXCHANGE_MODES;
    }

    @Override
    public void emit(Writer out) {
        Numbers.emit(out, modes, 1, 1);
    }
}
