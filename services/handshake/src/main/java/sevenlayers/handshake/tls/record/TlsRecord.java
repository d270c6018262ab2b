package sevenlayers.handshake.tls.record;

import java.util.List;
import java.util.Optional;
import sevenlayers.handshake.tls.alert.AlertDescription;
import sevenlayers.handshake.tls.alert.TlsFailure;
import sevenlayers.handshake.tls.codec.Field;
import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.parameter.ProtocolVersion;
import sevenlayers.wire.Bytes;

/** RFC 8446 §5.1: a record, as it is on the wire: five bytes, and a fragment that may be sealed. */
public record TlsRecord(int contentType, int legacyVersion, Bytes fragment) {
    public static final int HEADER = 5;
    /** Of plain text: 2^14. */
    public static final int MAXIMUM_PLAIN = 1 << 14;
    /** RFC 5246 §6.2.3: 2^14 + 2048. RFC 8446 §5.2 leaves 2^14 + 256. */
    public static final int MAXIMUM_SEALED = MAXIMUM_PLAIN + 2048;

    public TlsRecord {
        if (contentType >>> 8 != 0 || legacyVersion >>> 16 != 0 || fragment.length() > 0xffff) {
            throw new IllegalArgumentException("type has 8 bits, version 16, and a fragment at most 65,535 bytes: "
                    + contentType + ", " + legacyVersion + ", " + fragment.length());
        }
    }

    /**
     * The first record of a stream, as soon as all of it is there.
     *
     * @throws TlsFailure where it cannot be one, as soon as that can be seen
     */
    public static Optional<TlsRecord> first(Bytes stream) {
        if (stream.isEmpty()) {
            return Optional.empty();
        }
        int type = stream.at(0);
        if (type < ContentType.CHANGE_CIPHER_SPEC || type > ContentType.APPLICATION_DATA) {
            throw new TlsFailure(
                    AlertDescription.UNEXPECTED_MESSAGE,
                    "a record of type " + type + "; allowed: 20 to 23. This may not be TLS at all",
                    "RFC 8446 §5");
        }
        if (stream.length() < HEADER) {
            return Optional.empty();
        }
        int version = stream.at(1) << 8 | stream.at(2);
        if (version >>> 8 != 3) {
            throw new TlsFailure(
                    AlertDescription.PROTOCOL_VERSION,
                    String.format("a record of version 0x%04x; the first byte is 3 in all versions", version),
                    "RFC 8446 §5.1");
        }
        int length = stream.at(3) << 8 | stream.at(4);
        if (length > MAXIMUM_SEALED) {
            throw new TlsFailure(
                    AlertDescription.RECORD_OVERFLOW,
                    "a record of " + length + " bytes; allowed: " + MAXIMUM_SEALED,
                    "RFC 5246 §6.2.3");
        }
        if (stream.length() < HEADER + length) {
            return Optional.empty();
        }
        return Optional.of(new TlsRecord(type, version, stream.slice(HEADER, length)));
    }

    /** @throws sevenlayers.wire.MalformedPacketException where the length is not that of what follows */
    public static TlsRecord parse(Reader in) {
        int type = in.u8("type");
        in.means(ContentType.name(type));
        int version = in.u16("legacy_record_version");
        in.means(ProtocolVersion.name(version) + "; nobody looks at it any more");
        Bytes fragment = in.opaque("fragment", 2, 0, 0xffff);
        in.end();
        return new TlsRecord(type, version, fragment);
    }

    public void emit(Writer out) {
        out.u8(contentType).u16(legacyVersion).opaque(2, fragment);
    }

    public Bytes emit() {
        return Writer.written(this::emit);
    }

    /** RFC 8446 §5.2: what a sealed record is authenticated with, and what all can see. */
    public static Bytes header(int contentType, int version, int length) {
        return Writer.written(out -> out.u8(contentType).u16(version).u16(length));
    }

    public List<Field> fields() {
        Reader in = new Reader(emit(), "record");
        parse(in);
        return in.fields();
    }
}
