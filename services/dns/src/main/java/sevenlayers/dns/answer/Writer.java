package sevenlayers.dns.answer;

import java.util.Arrays;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.dns.zone.Rrset;
import sevenlayers.wire.Bytes;

/** Writes one message: names compressed, and never more bytes than there may be. */
public final class Writer {
    /*
     * Compression (RFC 1035 §4.1.4): where each label of a written name begins is noted down, and a name that ends as one of those does is
     * written as its own first labels and a pointer. RFC 3597 §4: names within data are compressed in the types of RFC 1035 only.
     */

    private static final int POINTER = 0xc000;
    private static final int FARTHEST = 0x3fff;
    private static final int MOST_PLACES = 128;

    private final byte[] out;
    private final int limit;
    private final int[] places = new int[MOST_PLACES];
    private int noted;
    private int at = MessageHeader.LENGTH;

    /**
     * @param limit the most bytes of the message
     * @param reserved of those, bytes that are kept for {@link #raw} at the end
     */
    public Writer(int limit, int reserved) {
        this.out = new byte[Math.min(limit, 0xffff)];
        this.limit = out.length - reserved;
    }

    /** The question as it came. */
    public void question(Bytes question) {
        int name = at;
        copy(question.toArray());
        note(name);
    }

    /** A set; false, and nothing written, where it does not fit. */
    public boolean set(Name owner, Rrset set) {
        int start = at;
        int notedBefore = noted;
        for (int i = 0; i < set.size(); i++) {
            if (!record(owner, set.type(), 1, set.ttl(), set.rdata(i))) {
                at = start;
                noted = notedBefore;
                return false;
            }
        }
        return true;
    }

    /** A record; false, and nothing written, where it does not fit. */
    public boolean record(Name owner, int type, int dclass, long ttl, byte[] data) {
        int start = at;
        int notedBefore = noted;
        try {
            name(owner.toWire(), 0);
            word(type);
            word(dclass);
            word((int) (ttl >> 16));
            word((int) ttl);
            int length = at;
            word(0);
            data(type, data);
            int end = at;
            at = length;
            word(end - length - 2);
            at = end;
        } catch (IndexOutOfBoundsException full) {
            at = limit + 1;
        }
        if (at <= limit) {
            return true;
        }
        at = start;
        noted = notedBefore;
        return false;
    }

    /** Bytes as they are, from what was reserved. */
    public void raw(byte[] bytes) {
        copy(bytes);
    }

    /** How many bytes are written. */
    public int length() {
        return at;
    }

    /** The message, with its header. */
    public Bytes finish(MessageHeader header) {
        int end = at;
        at = 0;
        word(header.id());
        word(header.flags());
        word(header.questions());
        word(header.answers());
        word(header.authorities());
        word(header.additionals());
        at = end;
        // A message that waits to be sent should not keep the room for one four times its size.
        return 2 * end > out.length ? Bytes.wrap(out, 0, end) : Bytes.wrap(Arrays.copyOf(out, end));
    }

    private void data(int type, byte[] data) {
        switch (type) {
            case Type.NS, Type.CNAME, Type.PTR -> name(data, 0);
            case Type.MX -> {
                copy(data, 0, 2);
                name(data, 2);
            }
            case Type.SOA -> {
                int second = end(data, 0);
                int numbers = end(data, second);
                name(data, 0);
                name(data, second);
                copy(data, numbers, data.length - numbers);
            }
            default -> copy(data);
        }
    }

    /** Where a plain name ends. */
    private static int end(byte[] data, int from) {
        int end = from;
        while (data[end] != 0) {
            end += data[end] + 1;
        }
        return end + 1;
    }

    private void name(byte[] wire, int from) {
        int start = at;
        int label = from;
        while (wire[label] != 0) {
            int place = find(wire, label);
            if (place >= 0) {
                word(POINTER | place);
                note(start, at - 2);
                return;
            }
            copy(wire, label, wire[label] + 1);
            label += wire[label] + 1;
        }
        out[at++] = 0;
        note(start, at - 1);
    }

    /** Notes the labels of a name that was just written, the root excepted. */
    private void note(int start) {
        int end = start;
        while (out[end] != 0) {
            end += (out[end] & 0xff) + 1;
        }
        note(start, end);
    }

    private void note(int start, int end) {
        for (int label = start; label < end && label <= FARTHEST && noted < MOST_PLACES; label += out[label] + 1) {
            places[noted++] = label;
        }
    }

    /** Where a name that ends like this one from a label on is written; negative if nowhere. */
    private int find(byte[] wire, int label) {
        for (int i = 0; i < noted; i++) {
            if (same(places[i], wire, label)) {
                return places[i];
            }
        }
        return -1;
    }

    private boolean same(int place, byte[] wire, int label) {
        int here = place;
        int there = label;
        while (true) {
            while ((out[here] & 0xc0) == 0xc0) {
                here = (out[here] & 0x3f) << 8 | out[here + 1] & 0xff;
            }
            int length = out[here];
            if (length != wire[there]) {
                return false;
            }
            if (length == 0) {
                return true;
            }
            for (int i = 1; i <= length; i++) {
                if (lower(out[here + i]) != lower(wire[there + i])) {
                    return false;
                }
            }
            here += length + 1;
            there += length + 1;
        }
    }

    private static int lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
    }

    private void copy(byte[] bytes) {
        copy(bytes, 0, bytes.length);
    }

    private void copy(byte[] bytes, int from, int length) {
        System.arraycopy(bytes, from, out, at, length);
        at += length;
    }

    private void word(int value) {
        out[at] = (byte) (value >> 8);
        out[at + 1] = (byte) value;
        at += 2;
    }
}
