package sevenlayers.dns.resolve;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Name;
import sevenlayers.dns.message.Reason;
import sevenlayers.dns.trace.Event;

/** The servers of a zone while one of them is looked for that answers: which are left, which is next. */
final class Targets {
    /*
     * The least tried goes first, and among those the fastest by smoothed RTT. One that was never asked counts as faster than all, within
     * some chance: so each is tried once, and no order in a reply makes one server carry all.
     */

    static final class Target {
        final Name server;
        final InetSocketAddress address;
        final double chance;
        int tries;
        boolean dead;

        Target(Name server, InetSocketAddress address, double chance) {
            this.server = server;
            this.address = address;
            this.chance = chance;
        }
    }

    private final Task task;
    private final Delegation delegation;
    private final Map<InetSocketAddress, Target> targets = new HashMap<>();
    private final List<Name> unresolved = new ArrayList<>();

    Targets(Task task, Delegation delegation) {
        this.task = task;
        this.delegation = delegation;
        delegation.servers().forEach((server, addresses) -> {
            List<InetAddress> usable = usable(addresses);
            if (usable.isEmpty()) {
                unresolved.add(server);
            } else {
                add(server, usable);
            }
        });
        RandomGenerator random = task.means.random();
        for (int i = unresolved.size() - 1; i > 0; i--) {
            Collections.swap(unresolved, i, random.nextInt(i + 1));
        }
    }

    void add(Name server, List<InetAddress> addresses) {
        for (InetAddress each : usable(addresses)) {
            InetSocketAddress address =
                    new InetSocketAddress(each, task.means.settings().port());
            targets.putIfAbsent(
                    address, new Target(server, address, task.means.random().nextDouble()));
        }
    }

    /** A server of which no address is known yet; each is named once. */
    Optional<Name> nextUnresolved() {
        return unresolved.isEmpty() ? Optional.empty() : Optional.of(unresolved.removeLast());
    }

    boolean hasUnresolved() {
        return !unresolved.isEmpty();
    }

    /** The one to ask next; nothing where all are dead or have been asked often enough. */
    Optional<Target> next() {
        List<Target> alive = alive();
        return alive.stream().min(Comparator.<Target>comparingInt(t -> t.tries).thenComparingDouble(this::score));
    }

    /** Whether there is one that was not tried at all. */
    boolean hasFresh() {
        return alive().stream().anyMatch(t -> t.tries == 0);
    }

    Event.Chosen chosen(Target target) {
        List<Target> alive = alive();
        alive.stream().filter(t -> t != target).forEach(t -> task.means.book().passedOver(t.address));
        Event.Candidate candidate = candidate(target);
        return new Event.Chosen(candidate, alive.stream().map(this::candidate).toList(), why(target, alive));
    }

    Event.Candidate candidate(Target target) {
        ServerBook book = task.means.book();
        return new Event.Candidate(
                target.server, target.address, book.smoothedRtt(target.address), book.known(target.address));
    }

    private List<Target> alive() {
        List<Target> open = targets.values().stream()
                .filter(t -> !t.dead && t.tries < Settings.MOST_TRIES)
                .sorted(Comparator.comparing((Target t) -> t.server).thenComparing(t -> t.address.toString()))
                .toList();
        List<Target> good = open.stream()
                .filter(t -> !task.means.book().lame(t.address, delegation.zone(), task.now()))
                .toList();
        return good.isEmpty() && unresolved.isEmpty() ? open : good; // a bad mark is no reason to give up
    }

    private double score(Target target) {
        ServerBook book = task.means.book();
        return book.known(target.address)
                ? book.smoothedRtt(target.address).toNanos()
                : target.chance - 1; // below each that is known
    }

    private Reason why(Target target, List<Target> alive) {
        if (alive.size() == 1) {
            return Reason.own("the only server left of " + delegation.zone());
        }
        if (target.tries > 0) {
            return Reason.own("all have been asked; the least tried, and the fastest of those");
        }
        return task.means.book().known(target.address)
                ? Reason.own("lowest smoothed RTT of " + alive.size() + " servers")
                : Reason.own("never asked before; of " + alive.size() + " servers");
    }

    /** An address that no server of the network can have is not asked: a referral could make us talk to ourselves, or to all. */
    private List<InetAddress> usable(List<InetAddress> addresses) {
        return addresses.stream()
                .filter(a -> !a.isAnyLocalAddress() && !a.isMulticastAddress())
                .filter(a -> task.means.settings().ipv6() || a.getAddress().length == 4)
                .toList();
    }
}
