package sevenlayers.handshake.tls.extension;

import java.util.ArrayList;
import java.util.List;
import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.wire.Bytes;

/**
 * RFC 8446 §4.2.11: keys of earlier handshakes that a client offers, and for each a binder, which proves that it has the key. It is the last
 * extension, since binders are computed over all that stands before them.
 */
public record PreSharedKeys(List<Identity> identities, List<Bytes> binders) implements Extension {
    public PreSharedKeys {
        identities = List.copyOf(identities);
        binders = List.copyOf(binders);
    }

    /** @param obfuscatedTicketAge milliseconds since the ticket came, plus a number that came with it, modulo 2^32 */
    public record Identity(Bytes ticket, long obfuscatedTicketAge) {}

    static PreSharedKeys parse(Reader in) {
        List<Identity> identities = new ArrayList<>();
        Reader list = in.vector("identities", 2, 7, 0xffff);
        while (list.more()) {
            Bytes ticket = list.opaque("identity", 2, 1, 0xffff);
            list.means("the ticket, as the server gave it");
            identities.add(new Identity(ticket, list.u32("obfuscated_ticket_age")));
        }
        List<Bytes> binders = new ArrayList<>();
        Reader proofs = in.vector("binders", 2, 33, 0xffff);
        while (proofs.more()) {
            binders.add(proofs.opaque("binder", 1, 32, 255));
            proofs.means("HMAC over the hello up to here, under a key made from the ticket's");
        }
        return new PreSharedKeys(identities, binders);
    }

    @Override
    public int number() {
        return ExtensionType.PRE_SHARED_KEY;
    }

    @Override
    public void emit(Writer out) {
        out.vector(
                2,
                list -> identities.forEach(
                        identity -> list.opaque(2, identity.ticket()).u32(identity.obfuscatedTicketAge())));
        out.vector(2, list -> binders.forEach(binder -> list.opaque(1, binder)));
    }

    /** How many bytes the list of binders takes, with its length. */
    public int bindersLength() {
        return 2 + binders.stream().mapToInt(binder -> 1 + binder.length()).sum();
    }
}
