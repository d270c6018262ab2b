package sevenlayers.dns.resolve;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.xbill.DNS.Name;
import sevenlayers.dns.message.Reason;
import sevenlayers.dns.trace.Outcome;

/** Finds the addresses of a server: questions within a question. */
final class Lookup {
    private final Task task;
    private final int depth;
    private final Name server;
    private final Set<Key> ancestors;
    private final Consumer<List<InetAddress>> done;
    private final List<InetAddress> found = new ArrayList<>();

    Lookup(Task task, int depth, Name server, Set<Key> ancestors, Consumer<List<InetAddress>> done) {
        this.task = task;
        this.depth = depth;
        this.server = server;
        this.ancestors = ancestors;
        this.done = done;
    }

    void begin() {
        next(0);
    }

    private void next(int at) {
        int[] types = task.addressTypes();
        if (at == types.length || !found.isEmpty()) {
            done.accept(List.copyOf(found));
            return;
        }
        Key key = new Key(server, types[at]);
        Set<Key> all = new HashSet<>(ancestors);
        all.add(key);
        new Resolution(
                        task,
                        depth,
                        key,
                        all,
                        Reason.rfc(1034, "5.3.3", "a server is known by name only: its address is needed first"),
                        outcome -> heard(outcome, at))
                .begin();
    }

    private void heard(Outcome outcome, int at) {
        if (!outcome.answer().isEmpty()) {
            // RFC 2181 §10.3: the name of a server is no alias; where it is one, what it leads to will not be looked
            // at.
            found.addAll(Delegation.addresses(server, outcome.answer()));
        }
        next(at + 1);
    }
}
