package sevenlayers.dns.resolve;

import java.io.IOException;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Name;
import sevenlayers.dns.message.Questions;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.MalformedPacketException;

/**
 * A question as it goes to a server.
 *
 * @param id which a forger must guess: 16 bits
 * @param name in the case in which it is sent
 * @param type asked for
 * @param ednsSize the largest datagram that is taken; 0: no EDNS
 */
record Query(int id, Name name, int type, int ednsSize) {
    /** A question that nobody can foresee: a random id and, where wanted, the letters of the name in random case. */
    static Query random(Name name, int type, boolean mixedCase, int ednsSize, RandomGenerator random) {
        return new Query(random.nextInt(1 << 16), mixedCase ? mixed(name, random) : name, type, ednsSize);
    }

    /** The whole message; RD is clear, since a server is asked, not a resolver (RFC 1034 §5.3.3). */
    Bytes bytes() {
        return Questions.message(id, 0, name, type, ednsSize);
    }

    private static Name mixed(Name name, RandomGenerator random) {
        byte[] wire = name.toWire();
        int at = 0;
        while (wire[at] != 0) {
            for (int end = at + wire[at] + 1; ++at < end; ) {
                boolean letter = wire[at] >= 'a' && wire[at] <= 'z' || wire[at] >= 'A' && wire[at] <= 'Z';
                if (letter && random.nextBoolean()) {
                    wire[at] ^= 0x20;
                }
            }
        }
        try {
            return new Name(wire);
        } catch (IOException e) {
            throw new MalformedPacketException("a name became unreadable by its case: " + name);
        }
    }
}
