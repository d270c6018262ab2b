package sevenlayers.dns.answer;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.wire.Bytes;

/**
 * A question as a server reads it, without making objects of what it does not look at.
 *
 * @param header its first twelve bytes
 * @param name what is asked about
 * @param type asked for
 * @param dclass 1 for IN
 * @param questionLength bytes of the question, which a reply repeats as they came
 * @param edns what the sender says about itself; null where it says nothing (RFC 6891)
 */
public record Query(
        MessageHeader header,
        Name name,
        int type,
        int dclass,
        int questionLength,
        @Nullable Edns edns) {
    private static final int POINTER = 0xc0;
    private static final int FIXED = 10; // type, class, TTL, length
    private static final int NSID = 3;

    /** @param wantsNsid whether the server is asked which one it is (RFC 5001) */
    public record Edns(int size, int version, boolean dnssecOk, boolean wantsNsid) {}

    /** The same from somebody who says nothing about itself. */
    public Query withoutEdns() {
        return new Query(header, name, type, dclass, questionLength, null);
    }

    /** The question as it came, for the reply to repeat. */
    public Bytes question(Bytes message) {
        return message.slice(MessageHeader.LENGTH, questionLength);
    }

    /**
     * Reads a message that passed the gate.
     *
     * @return null where it cannot be read: FORMERR
     */
    public static @Nullable Query parse(MessageHeader header, Bytes message) {
        try {
            return new Reader(message).query(header);
        } catch (IOException | IndexOutOfBoundsException unreadable) {
            return null;
        }
    }

    private static final class Reader {
        private final Bytes message;
        private int at = MessageHeader.LENGTH;
        private @Nullable Edns edns;

        Reader(Bytes message) {
            this.message = message;
        }

        @Nullable
        Query query(MessageHeader header) throws IOException {
            int end = at;
            while (message.at(end) != 0) {
                if ((message.at(end) & POINTER) != 0) {
                    return null; // there is nothing before it that it could point to
                }
                end += message.at(end) + 1;
            }
            Name name = new Name(message.slice(at, end + 1 - at).toArray());
            at = end + 1;
            int type = word();
            int dclass = word();
            int question = at - MessageHeader.LENGTH;
            for (int i = header.answers() + header.authorities(); i > 0; i--) {
                pass();
            }
            for (int i = header.additionals(); i > 0; i--) {
                if (!additional()) {
                    return null;
                }
            }
            return at == message.length() ? new Query(header, name, type, dclass, question, edns) : null;
        }

        private boolean additional() {
            boolean root = message.at(at) == 0;
            int owner = at;
            skipName();
            int type = word();
            if (type != Type.OPT) {
                at = owner;
                pass();
                return true;
            }
            if (!root || edns != null) {
                return false; // RFC 6891 §6.1.1, §6.1.2: one OPT, and its name is the root's
            }
            int size = word();
            int extended = word();
            int flags = word();
            int end = word() + at;
            boolean nsid = false;
            while (at < end) {
                nsid |= word() == NSID;
                skip(word());
            }
            edns = new Edns(size, extended & 0xff, (flags & 0x8000) != 0, nsid);
            return at == end;
        }

        private void pass() {
            skipName();
            at += FIXED - 2;
            skip(word());
            if (at > message.length()) {
                throw new IndexOutOfBoundsException("a record ends after its message");
            }
        }

        private void skipName() {
            while (true) {
                int length = message.at(at++);
                if (length == 0) {
                    return;
                }
                if ((length & POINTER) == POINTER) {
                    at++;
                    return;
                }
                at += length;
            }
        }

        /** Not by {@code at += word()}, which would take {@code at} as it was before the word was read. */
        private void skip(int bytes) {
            at += bytes;
        }

        private int word() {
            int value = message.at(at) << 8 | message.at(at + 1);
            at += 2;
            return value;
        }
    }
}
