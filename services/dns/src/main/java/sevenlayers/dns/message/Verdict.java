package sevenlayers.dns.message;

import sevenlayers.wire.Bytes;

/** What the first twelve bytes of a message decided about it, and by which rule. */
public sealed interface Verdict {

    /** By which rule, with its source. */
    String why();

    /** The message goes on to be parsed; its sections cannot hold more than it has bytes for. */
    record Pass(MessageHeader header, String why) implements Verdict {}

    /** The answer is this: a header, and nothing else. */
    record Refuse(MessageHeader reply, String why) implements Verdict {
        /** What goes on the wire. */
        public Bytes bytes() {
            return reply.bytes();
        }
    }

    /** There is no answer. */
    record Drop(String why) implements Verdict {}
}
