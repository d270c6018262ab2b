package sevenlayers.dns.transfer;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** Which messages are replies to what was asked (RFC 5452 §9.1). */
final class Replies {
    private Replies() {}

    /** Whether it is the reply to a question; one that has none, as those of a transfer after the first, is judged by its id. */
    static boolean answer(Message reply, int id, Name name, int type) {
        @Nullable Record question = reply.getQuestion();
        return reply.getHeader().getID() == id
                && reply.getHeader().getFlag(Flags.QR)
                && (question == null || question.getName().equals(name) && question.getType() == type);
    }
}
