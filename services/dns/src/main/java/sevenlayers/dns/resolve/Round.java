package sevenlayers.dns.resolve;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import sevenlayers.dns.message.Reason;
import sevenlayers.dns.reply.Judgement;
import sevenlayers.dns.reply.Reply;
import sevenlayers.dns.trace.ExtendedError;
import sevenlayers.dns.transport.Protocol;

/** Asks the servers of one zone one question until one of them says something of use. */
final class Round {

    /** How it ended. */
    sealed interface End {
        /** A server said this. What may be kept of it has been kept. */
        record Said(Reply reply, Judgement judgement) implements End {}

        /** None said anything of use. */
        record Failed(ExtendedError error) implements End {}
    }

    private final Task task;
    private final int depth;
    private final Delegation delegation;
    private final Key key;
    private final Set<Key> ancestors;
    private final Consumer<End> done;
    private final Targets targets;
    private String lastFailure = "";

    Round(Task task, int depth, Delegation delegation, Key key, Set<Key> ancestors, Consumer<End> done) {
        this.task = task;
        this.depth = depth;
        this.delegation = delegation;
        this.key = key;
        this.ancestors = ancestors;
        this.done = done;
        this.targets = new Targets(task, delegation);
    }

    /** Asks the next server, looks for the address of one, or gives up. */
    void next() {
        if (!task.timeLeft().isPositive()) {
            fail("the time limit of " + task.means.settings().timeLimit().toMillis() + " ms is over" + after());
            return;
        }
        // Another server before the same once more: it may be the server that is down, and not the network.
        if (!targets.hasFresh() && targets.hasUnresolved() && lookUp()) {
            return;
        }
        Optional<Targets.Target> target = targets.next();
        if (target.isEmpty()) {
            fail("no server of " + delegation.zone() + " has an answer" + after());
        } else {
            task.tell(depth, targets.chosen(target.get()));
            boolean edns =
                    task.options.ednsSize() != 0 && task.means.book().speaksEdns(target.get().address, task.now());
            ask(
                    target.get(),
                    Protocol.UDP,
                    edns,
                    Reason.rfc(1034, "5.3.3", "the servers of " + delegation.zone() + " know more of " + key.name()));
        }
    }

    private void ask(Targets.Target target, Protocol protocol, boolean edns, Reason why) {
        if (!task.mayAsk()) {
            fail("after " + Settings.MOST_QUESTIONS + " questions there is no answer" + after());
            return;
        }
        target.tries++;
        Exchange.begin(
                task,
                depth,
                targets.candidate(target),
                delegation.zone(),
                key,
                protocol,
                edns,
                target.tries,
                target.tries == 1 ? why : again(target, why),
                end -> ended(target, protocol, edns, end));
    }

    private static Reason again(Targets.Target target, Reason why) {
        return why.source().equals("RFC 1034 §5.3.3")
                ? Reason.rfc(1035, "4.2.1", "sent again, attempt " + target.tries + " to this server")
                : why;
    }

    private void ended(Targets.Target target, Protocol protocol, boolean edns, Exchange.End end) {
        switch (end) {
            case Exchange.End.Replied(Judgement judgement, Duration after) -> {
                task.means.book().answered(target.address, after);
                replied(target, edns, judgement);
            }
            case Exchange.End.Silent silent -> silent(target, protocol, silent);
            case Exchange.End.Besieged() ->
                ask(
                        target,
                        Protocol.TCP,
                        edns,
                        Reason.rfc(
                                5452, "9.2", "somebody tries to forge the reply: over TCP it cannot be done blindly"));
        }
    }

    private void silent(Targets.Target target, Protocol protocol, Exchange.End.Silent end) {
        task.means.book().silent(target.address, end.after());
        lastFailure = target.server + " at " + target.address.getAddress().getHostAddress() + ": "
                + switch (end.ending()) {
                    case TIMEOUT -> "no reply";
                    case UNREACHABLE -> "unreachable";
                    case CLOSED -> "connection closed";
                    case CANCELLED, ACCEPTED -> "given up";
                };
        switch (end.ending()) {
            case TIMEOUT, CANCELLED, ACCEPTED -> target.dead |= protocol == Protocol.TCP;
            case UNREACHABLE, CLOSED -> target.dead = true;
        }
        next();
    }

    private void replied(Targets.Target target, boolean edns, Judgement judgement) {
        Reply reply = judgement.reply();
        switch (reply) {
            case Reply.Truncated _, Reply.CaseLost _ -> ask(target, Protocol.TCP, edns, reply.why());
            case Reply.Unsupported _ -> {
                task.means.book().noEdns(target.address, task.now());
                ask(target, Protocol.UDP, false, reply.why());
            }
            case Reply.Malformed malformed -> dismiss(target, malformed.why());
            case Reply.Lame lame -> {
                if (lame.rcode() != Rcode.SERVFAIL) { // which is about this moment
                    task.means.book().markLame(target.address, delegation.zone(), task.now());
                }
                dismiss(target, lame.why());
            }
            case Reply.Foreign foreign -> dismiss(target, foreign.why());
            case Reply.Answer _, Reply.Alias _, Reply.Referral _, Reply.NoData _, Reply.NxDomain _, Reply.TooLong _ -> {
                task.keep(depth, judgement);
                done.accept(new End.Said(reply, judgement));
            }
        }
    }

    private void dismiss(Targets.Target target, Reason why) {
        target.dead = true;
        lastFailure = target.server + ": " + why.text();
        next();
    }

    /** Begins to look for the address of a server; false if that is not to be had. */
    private boolean lookUp() {
        while (depth < Settings.DEEPEST && !task.outOfLookups()) {
            Optional<Name> server = targets.nextUnresolved();
            if (server.isEmpty()) {
                return false;
            }
            if (mayLookUp(server.get()) && task.mayLookUp()) {
                new Lookup(task, depth + 1, server.get(), ancestors, addresses -> found(server.get(), addresses))
                        .begin();
                return true;
            }
        }
        return false;
    }

    /** What is being looked for already, further up, cannot help to find itself. */
    private boolean mayLookUp(Name server) {
        for (int type : task.addressTypes()) {
            if (ancestors.contains(new Key(server, type))) {
                lastFailure = "the address of " + server + " would be needed to find it";
                return false;
            }
        }
        return true;
    }

    private void found(Name server, List<InetAddress> addresses) {
        if (addresses.isEmpty()) {
            lastFailure = server + " has no address";
        }
        targets.add(server, addresses);
        next();
    }

    private String after() {
        return lastFailure.isEmpty() ? "" : "; last, " + lastFailure;
    }

    private void fail(String text) {
        done.accept(new End.Failed(new ExtendedError(ExtendedError.NO_REACHABLE_AUTHORITY, text)));
    }
}
