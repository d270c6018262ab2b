package sevenlayers.dns.server;

import java.util.Optional;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;
import sevenlayers.dns.message.HeaderGate;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.dns.message.Verdict;
import sevenlayers.wire.Bytes;

/** What each message passes first: its header, who sent it, and then whoever answers such messages. */
public final class Front implements Handler {
    private final Access access;
    private final Signatures signatures;
    private final Handler queries;
    private final Handler transfers;
    private final Handler notifies;

    /**
     * @param access who is answered
     * @param signatures judges what is signed
     * @param queries takes all queries but those for a transfer
     * @param transfers takes AXFR and IXFR queries
     * @param notifies takes NOTIFY messages
     */
    public Front(Access access, Signatures signatures, Handler queries, Handler transfers, Handler notifies) {
        this.access = access;
        this.signatures = signatures;
        this.queries = queries;
        this.transfers = transfers;
        this.notifies = notifies;
    }

    /** Says that it does not do such things: for servers without transfers, or without secondaries. */
    public static Handler refuses(int rcode) {
        return inbound -> inbound.reply(
                MessageHeader.parse(inbound.message()).refusal(rcode).bytes());
    }

    @Override
    public void handle(Inbound inbound) {
        switch (HeaderGate.judge(inbound.message())) {
            case Verdict.Drop _ -> inbound.close(); // over TCP whoever sends such things is no client
            case Verdict.Refuse refusal -> inbound.reply(refusal.bytes());
            case Verdict.Pass pass -> pass(inbound, pass.header());
        }
    }

    private void pass(Inbound inbound, MessageHeader header) {
        if (!access.allows(inbound.from().getAddress())) {
            inbound.reply(header.refusal(Rcode.REFUSED).bytes());
            return;
        }
        signatures.open(inbound).ifPresent(opened -> dispatch(opened, header));
    }

    private void dispatch(Inbound inbound, MessageHeader header) {
        if (header.opcode() == Opcode.NOTIFY) {
            notifies.handle(inbound);
            return;
        }
        Optional<Integer> type = type(inbound.message());
        if (type.isEmpty()) {
            inbound.reply(header.refusal(Rcode.FORMERR).bytes());
        } else if (type.get() == Type.AXFR || type.get() == Type.IXFR) {
            transfers.handle(inbound);
        } else {
            queries.handle(inbound);
        }
    }

    /** The type that is asked for; empty where the question cannot be read. */
    private static Optional<Integer> type(Bytes message) {
        int at = MessageHeader.LENGTH;
        // There is nothing before the question that a pointer in it could point to.
        while (at < message.length() && message.at(at) > 0 && message.at(at) < 0x40) {
            at += message.at(at) + 1;
        }
        if (at + 5 <= message.length() && message.at(at) == 0) {
            return Optional.of(message.at(at + 1) << 8 | message.at(at + 2));
        }
        return Optional.empty();
    }
}
