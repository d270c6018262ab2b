package sevenlayers.handshake.tls.message;

import java.util.List;
import sevenlayers.handshake.tls.codec.Field;
import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.MalformedPacketException;

/** A handshake message: a type, a length of three bytes, and a body. */
public sealed interface HandshakeMessage
        permits HelloRequest,
                ClientHello,
                ServerHello,
                NewSessionTicket12,
                NewSessionTicket,
                EndOfEarlyData,
                EncryptedExtensions,
                Certificate12,
                Certificate,
                ServerKeyExchange,
                CertificateRequest12,
                CertificateRequest,
                ServerHelloDone,
                CertificateVerify,
                RsaClientKeyExchange,
                EcdheClientKeyExchange,
                Finished,
                KeyUpdate,
                UnknownMessage {
    int HEADER = 4;

    int type();

    /** Writes the body. */
    void emitBody(Writer out);

    /** The name that the RFCs give it. */
    default String name() {
        return HandshakeType.name(type());
    }

    /** The whole message. */
    default Bytes emit() {
        return Writer.written(out -> out.u8(type()).vector(3, this::emitBody));
    }

    /** A message and its fields. */
    record Read(HandshakeMessage message, List<Field> fields) {
        public Read {
            fields = List.copyOf(fields);
        }
    }

    /** @throws MalformedPacketException where a field is not what it may be, and where bytes are left */
    static Read parse(Bytes whole, Dialect dialect) {
        Reader in = new Reader(whole, "handshake");
        int type = in.u8("msg_type");
        in.means(HandshakeType.name(type));
        int length = in.u24("length");
        if (length != in.left()) {
            throw new MalformedPacketException(
                    HandshakeType.name(type) + " says that its body has " + length + " bytes, here are " + in.left());
        }
        HandshakeMessage message = body(type, in, dialect);
        in.end();
        return new Read(message, in.fields());
    }

    private static HandshakeMessage body(int type, Reader in, Dialect dialect) {
        boolean is13 = dialect == Dialect.TLS13;
        return switch (type) {
            case HandshakeType.HELLO_REQUEST -> new HelloRequest();
            case HandshakeType.CLIENT_HELLO -> ClientHello.parse(in);
            case HandshakeType.SERVER_HELLO -> ServerHello.parse(in);
            case HandshakeType.NEW_SESSION_TICKET -> is13 ? NewSessionTicket.parse(in) : NewSessionTicket12.parse(in);
            case HandshakeType.END_OF_EARLY_DATA -> new EndOfEarlyData();
            case HandshakeType.ENCRYPTED_EXTENSIONS -> EncryptedExtensions.parse(in);
            case HandshakeType.CERTIFICATE -> is13 ? Certificate.parse(in) : Certificate12.parse(in);
            case HandshakeType.SERVER_KEY_EXCHANGE -> ServerKeyExchange.parse(in);
            case HandshakeType.CERTIFICATE_REQUEST ->
                is13 ? CertificateRequest.parse(in) : CertificateRequest12.parse(in);
            case HandshakeType.SERVER_HELLO_DONE -> new ServerHelloDone();
            case HandshakeType.CERTIFICATE_VERIFY -> CertificateVerify.parse(in);
            case HandshakeType.CLIENT_KEY_EXCHANGE ->
                dialect == Dialect.TLS12_RSA ? RsaClientKeyExchange.parse(in) : EcdheClientKeyExchange.parse(in);
            case HandshakeType.FINISHED -> Finished.parse(in);
            case HandshakeType.KEY_UPDATE -> KeyUpdate.parse(in);
            default -> new UnknownMessage(type, in.more() ? in.rest("body") : Bytes.EMPTY);
        };
    }
}
