package sevenlayers.handshake.tls.alert;

import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;

/** An alert as it is on the wire: two bytes. What is not known is kept. */
public record Alert(int level, int description) {
    public static final int WARNING = 1;
    public static final int FATAL = 2;

    public Alert {
        if ((level | description) >>> 8 != 0) {
            throw new IllegalArgumentException("level and description have 8 bits each: " + level + ", " + description);
        }
    }

    public static Alert of(AlertDescription description) {
        // RFC 8446 §6: all error alerts are fatal; the two that close are not errors.
        boolean closes = description == AlertDescription.CLOSE_NOTIFY || description == AlertDescription.USER_CANCELED;
        boolean warns = closes || description == AlertDescription.NO_RENEGOTIATION;
        return new Alert(warns ? WARNING : FATAL, description.number());
    }

    /** @throws sevenlayers.wire.MalformedPacketException where it does not have two bytes */
    public static Alert parse(Reader in) {
        int level = in.u8("level");
        in.means(level == WARNING ? "warning" : level == FATAL ? "fatal" : "not a level");
        int description = in.u8("description");
        in.means(AlertDescription.of(description)
                .map(known -> AlertDescription.name(description) + ": " + known.meaning())
                .orElse("not known"));
        in.end();
        return new Alert(level, description);
    }

    public void emit(Writer out) {
        out.u8(level).u8(description);
    }
}
