package sevenlayers.dns.resolve;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import sevenlayers.dns.message.Reason;
import sevenlayers.dns.message.RecordSet;
import sevenlayers.dns.reply.Judgement;
import sevenlayers.dns.reply.Reply;
import sevenlayers.dns.trace.Event;

/** Goes from zone to zone, each time to one closer to the name, until a server has the last word on one question. */
final class Descent {
    /*
     * With QNAME minimisation (RFC 9156) the servers of a zone are asked for one label more than the zone has, with type A: enough for a
     * referral. Where the name goes on within the zone, another label is added. Some servers answer NXDOMAIN, or nothing, for names that
     * have something below them; so anything but a plain "it exists" makes us ask for the whole name, which decides.
     */

    /** RFC 9156 §2.3: questions with less than the whole name, and how many of them add one label only. */
    private static final int MOST_MINIMISED = 10;

    private static final int ONE_LABEL_EACH = 4;

    private final Task task;
    private final int depth;
    private final Key key;
    private final Set<Key> ancestors;
    private final Consumer<Round.End> done;
    private Delegation delegation;
    private int labels;
    private int minimised;
    private boolean whole;

    Descent(Task task, int depth, Key key, Set<Key> ancestors, Consumer<Round.End> done) {
        this.task = task;
        this.depth = depth;
        this.key = key;
        this.ancestors = ancestors;
        this.done = done;
        this.delegation = Delegation.of(task.means.hints());
        this.whole = !task.options.minimise();
    }

    /** @param fromCache whether what is known of zones on the way may shorten it */
    void begin(boolean fromCache) {
        begin(fromCache ? task.closest(above()) : Optional.empty());
    }

    /** RFC 4035 §3.1.4.1: DS is the one type that the zone above a cut has, not the one below. */
    private Name above() {
        return key.type() == Type.DS && key.name().labels() > 1 ? new Name(key.name(), 1) : key.name();
    }

    private void begin(Optional<Delegation> closest) {
        if (closest.isPresent()) {
            Name zone = closest.get().zone();
            enter(closest.get(), Reason.rfc(1034, "5.3.3", zone + " is the closest zone whose servers are known"));
        } else {
            prime();
        }
    }

    /** RFC 8109 §3: the root servers are asked who the root servers are; what was written down by hand may be old. */
    private void prime() {
        Delegation hints = Delegation.of(task.means.hints());
        Key root = new Key(Name.root, Type.NS);
        if (key.equals(root)) {
            enter(hints, Reason.rfc(8109, "3", "nothing is known yet but the root hints"));
            return;
        }
        Optional<Delegation> known = task.closest(Name.root);
        if (known.isPresent()) {
            enter(known.get(), Reason.rfc(1034, "5.3.3", "the walk starts at the root"));
            return;
        }
        enterAs(
                hints,
                Reason.rfc(8109, "3", "nothing is known yet but the root hints: they are asked for the root servers"));
        new Round(task, depth, hints, root, ancestors, end -> {
                    switch (end) {
                        case Round.End.Said(Reply.Answer answer, Judgement judgement) -> {
                            List<RecordSet> kept = judgement.kept().stream()
                                    .map(Judgement.Kept::set)
                                    .toList();
                            Delegation primed = Delegation.of(
                                    answer.records(),
                                    name -> Delegation.addresses(name, kept),
                                    Delegation.Source.REFERRAL);
                            enter(
                                    primed.reachable() && hasAddress(primed) ? primed : hints,
                                    Reason.rfc(8109, "3", "the root servers, as they say themselves"));
                        }
                        case Round.End.Said _ ->
                            enter(hints, Reason.own("the root hints, since there is nothing better"));
                        case Round.End.Failed failed -> done.accept(failed);
                    }
                })
                .next();
    }

    /** The root is below nothing: a server of it without an address cannot be looked up. */
    private static boolean hasAddress(Delegation root) {
        return root.servers().values().stream().anyMatch(addresses -> !addresses.isEmpty());
    }

    private void enter(Delegation next, Reason why) {
        enterAs(next, why);
        delegation = next;
        labels = next.zone().labels();
        ask();
    }

    private void enterAs(Delegation next, Reason why) {
        task.tell(
                depth, new Event.Entered(next.zone(), List.copyOf(next.servers().keySet()), why));
    }

    private void ask() {
        Key asked = shortened();
        new Round(task, depth, delegation, asked, ancestors, end -> heard(asked, end)).next();
    }

    private Key shortened() {
        int all = key.name().labels();
        int wanted = labels + step(all - labels);
        if (whole || wanted >= all) {
            whole = true;
            return key;
        }
        minimised++;
        labels = wanted;
        Key asked = new Key(new Name(key.name(), all - wanted), Type.A);
        task.tell(
                depth,
                new Event.Minimised(
                        asked.name(),
                        asked.type(),
                        Reason.rfc(9156, "2.1", "a server of " + delegation.zone() + " need not know more")));
        return asked;
    }

    /** How many labels to add (RFC 9156 §2.3). */
    private int step(int left) {
        if (minimised < ONE_LABEL_EACH) {
            return 1;
        }
        return minimised >= MOST_MINIMISED ? left : Math.max(1, Math.ceilDiv(left, MOST_MINIMISED - minimised));
    }

    private void heard(Key asked, Round.End end) {
        if (end instanceof Round.End.Said(Reply.Referral referral, Judgement _)) {
            enter(
                    Delegation.of(
                            referral.servers(), name -> addresses(name, referral.glue()), Delegation.Source.REFERRAL),
                    referral.why());
        } else if (whole || asked.equals(key)) {
            decided(end);
        } else {
            partly(end);
        }
    }

    /** Glue, or what the cache knows of a server that lies elsewhere. */
    private List<InetAddress> addresses(Name server, List<RecordSet> glue) {
        List<InetAddress> found = Delegation.addresses(server, glue);
        return found.isEmpty() ? task.knownAddresses(server) : found;
    }

    private void partly(Round.End end) {
        switch (end) {
            case Round.End.Said(Reply.NoData _, Judgement _), Round.End.Said(Reply.Answer _, Judgement _) -> ask();
            case Round.End.Said(Reply.Alias alias, Judgement _) -> {
                // A CNAME is about this name only; a DNAME about all below it (RFC 6672 §2.3).
                whole = alias.chain().stream().anyMatch(set -> set.type() == Type.DNAME);
                ask();
            }
            case Round.End.Said said -> wholly(said.reply().why());
            case Round.End.Failed failed -> wholly(Reason.own(failed.error().text()));
        }
    }

    private void wholly(Reason because) {
        whole = true;
        task.tell(
                depth,
                new Event.Minimised(
                        key.name(),
                        key.type(),
                        Reason.rfc(9156, "3", "the whole name decides, since: " + because.text())));
        ask();
    }

    private void decided(Round.End end) {
        boolean old = delegation.source() == Delegation.Source.CACHE;
        if (end instanceof Round.End.Failed
                && old
                && delegation.zone().labels() > 1
                && task.timeLeft().isPositive()) {
            // What is remembered may be out of date: the zone above knows who serves this one today.
            Name parent = new Name(delegation.zone(), 1);
            whole = !task.options.minimise();
            begin(task.closest(parent));
        } else {
            done.accept(end);
        }
    }
}
