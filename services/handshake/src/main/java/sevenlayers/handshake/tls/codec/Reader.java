package sevenlayers.handshake.tls.codec;

import java.util.ArrayList;
import java.util.List;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.MalformedPacketException;

/** Reads bytes from front to back, and notes each field that it reads. A vector inside has a reader of its own. */
public final class Reader {
    private static final int SHOWN = 64;

    private final Bytes bytes;
    private final String name;
    private final List<Note> notes = new ArrayList<>();
    private final int end;
    private int at;

    public Reader(Bytes bytes, String name) {
        this(bytes, name, 0, bytes.length());
    }

    private Reader(Bytes bytes, String name, int at, int end) {
        this.bytes = bytes;
        this.name = name;
        this.at = at;
        this.end = end;
    }

    /** A field whose meaning may still become clear. */
    private static final class Note {
        final String name;
        final int offset;
        final int length;
        final String value;
        String meaning = "";
        List<Note> parts = List.of();

        Note(String name, int offset, int length, String value) {
            this.name = name;
            this.offset = offset;
            this.length = length;
            this.value = value;
        }

        Field field() {
            return new Field(
                    name,
                    offset,
                    length,
                    value,
                    meaning,
                    parts.stream().map(Note::field).toList());
        }
    }

    public int u8(String field) {
        return (int) number(field, 1);
    }

    public int u16(String field) {
        return (int) number(field, 2);
    }

    public int u24(String field) {
        return (int) number(field, 3);
    }

    public long u32(String field) {
        return number(field, 4);
    }

    private long number(String field, int length) {
        long value = peek(field, length);
        notes.add(new Note(field, at, length, Long.toString(value)));
        at += length;
        return value;
    }

    private long peek(String field, int length) {
        need(field, length);
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | bytes.at(at + i);
        }
        return value;
    }

    public Bytes bytes(String field, int length) {
        need(field, length);
        Bytes read = bytes.slice(at, length);
        notes.add(new Note(field, at, length, shown(read)));
        at += length;
        return read;
    }

    /** All that is left. */
    public Bytes rest(String field) {
        return bytes(field, end - at);
    }

    /** Bytes with their length in front, which takes so many bytes itself. */
    public Bytes opaque(String field, int lengthBytes, int minimum, int maximum) {
        Reader inside = vector(field, lengthBytes, minimum, maximum);
        Bytes read = bytes.slice(inside.at, inside.end - inside.at);
        if (!read.isEmpty()) {
            inside.bytes("content", read.length());
        }
        return read;
    }

    /** A vector: a reader for what is inside. Whoever reads it says {@link #end} when all should have been read. */
    public Reader vector(String field, int lengthBytes, int minimum, int maximum) {
        int length = (int) peek(field + ".length", lengthBytes);
        if (length < minimum || length > maximum) {
            throw new MalformedPacketException(name + "." + field + " at byte " + at + " says that it has " + length
                    + " bytes; allowed: " + minimum + " to " + maximum);
        }
        if (length > end - at - lengthBytes) {
            throw new MalformedPacketException(name + "." + field + " at byte " + at + " says that it has " + length
                    + " bytes, here are " + (end - at - lengthBytes));
        }
        int start = at + lengthBytes;
        Note whole = new Note(field, at, lengthBytes + length, shown(bytes.slice(start, length)));
        Reader inside = new Reader(bytes, name + "." + field, start, start + length);
        inside.notes.add(new Note("length", at, lengthBytes, Integer.toString(length)));
        whole.parts = inside.notes;
        notes.add(whole);
        at = start + length;
        return inside;
    }

    /** What several fields from here on are together. */
    public Reader group(String field, int length) {
        need(field, length);
        Note whole = new Note(field, at, length, "");
        Reader inside = new Reader(bytes, name + "." + field, at, at + length);
        whole.parts = inside.notes;
        notes.add(whole);
        at += length;
        return inside;
    }

    /** Says what the field that was read last means. */
    public Reader means(String meaning) {
        notes.getLast().meaning = meaning;
        return this;
    }

    public boolean more() {
        return at < end;
    }

    public int left() {
        return end - at;
    }

    /** The next number of two bytes, which stays unread. */
    public int peekU16(String field) {
        return (int) peek(field, 2);
    }

    /** The length that a vector gives, two bytes from here: that of an extension's body. */
    public int peekU16(String field, int distance) {
        need(field, distance + 2);
        return bytes.at(at + distance) << 8 | bytes.at(at + distance + 1);
    }

    public void end() {
        if (at < end) {
            throw new MalformedPacketException(name + " ends at byte " + at + ", but " + (end - at) + " bytes follow");
        }
    }

    public List<Field> fields() {
        return notes.stream().map(Note::field).toList();
    }

    private void need(String field, int length) {
        if (length > end - at) {
            throw new MalformedPacketException(
                    name + "." + field + " at byte " + at + " needs " + length + " bytes, here are " + (end - at));
        }
    }

    private static String shown(Bytes read) {
        return read.length() <= SHOWN ? read.hex() : read.slice(0, SHOWN).hex() + "...";
    }
}
