package sevenlayers.handshake.tls.codec;

import java.util.List;

/**
 * A field: where it stands, and what it means.
 *
 * @param offset from the start of what was read
 * @param value as a person reads it: a number, or hexadecimal digits
 * @param meaning empty where the name says it all
 * @param parts what it is made of, in order; they cover it without gaps where there are any
 */
public record Field(String name, int offset, int length, String value, String meaning, List<Field> parts) {
    public Field {
        parts = List.copyOf(parts);
    }
}
