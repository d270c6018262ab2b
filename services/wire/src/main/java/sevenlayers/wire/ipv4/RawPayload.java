package sevenlayers.wire.ipv4;

import java.nio.ByteBuffer;
import sevenlayers.wire.Bytes;

/** Bytes as they are: a fragment, a protocol that is not known here, or something broken. */
public record RawPayload(int protocol, Bytes bytes) implements IpPayload {
    @Override
    public int length() {
        return bytes.length();
    }

    @Override
    public void emit(ByteBuffer out, int source, int destination) {
        bytes.emit(out);
    }
}
