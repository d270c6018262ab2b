package sevenlayers.balancer.backend;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the backends of a listener: who is listed, what was set by hand, what probes and calls say.
 *
 * <p>Discovery, the settings and the health mechanisms each write their own part of it, in a {@link Registry#change}; what follows
 * from all of them together is the next {@link Roster}. Used under the registry's lock only.
 */
public final class Members {
    private static final int FULL = 1;

    /** One backend's part. A text that is empty does not hold. */
    private static final class Member {
        final Backend backend;
        String leaving = "";
        String unhealthy = "";
        String ejected = "";
        String warming = "";
        double share = FULL;

        Member(Backend backend) {
            this.backend = backend;
        }
    }

    private final SortedMap<InetSocketAddress, Member> listed = new TreeMap<>(Addresses.ORDER);
    private final Map<Backend, String> causes = new HashMap<>();
    private Map<InetSocketAddress, Integer> weights = Map.of();
    private Set<InetSocketAddress> draining = Set.of();
    private int panicPercent;
    private boolean changed;

    Members() {}

    /** The listed backends, in the order of their addresses. */
    public List<Backend> backends() {
        return listed.values().stream().map(member -> member.backend).toList();
    }

    /** The state of a backend; null if it is not listed. */
    public @Nullable State state(Backend backend) {
        Member member = member(backend);
        return member == null ? null : state(member);
    }

    /** Makes the addresses the list. An address that stays keeps its backend and all that is known of it. */
    public void list(Collection<InetSocketAddress> addresses) {
        list(addresses, Map.of());
    }

    /**
     * Makes the addresses the list.
     *
     * @param leaving those of them that are on their way out, and why: they get nothing new
     */
    public void list(Collection<InetSocketAddress> addresses, Map<InetSocketAddress, String> leaving) {
        changed |= listed.keySet().retainAll(Set.copyOf(addresses));
        for (InetSocketAddress address : addresses) {
            Member member = listed.get(address);
            if (member == null) {
                member = new Member(new Backend(address));
                listed.put(address, member);
                changed = true;
            }
            String why = leaving.getOrDefault(address, "");
            if (!member.leaving.equals(why)) {
                member.leaving = why;
                note(member, "no longer on its way out");
            }
        }
    }

    /** Weights by address, 1 or more; all others have 1. Kept for addresses that are not listed now: they may come back. */
    public void weights(Map<InetSocketAddress, Integer> byAddress) {
        changed |= !weights.equals(byAddress);
        weights = Map.copyOf(byAddress);
    }

    /** As {@link #weights(Map)} was told. */
    public Map<InetSocketAddress, Integer> weights() {
        return weights;
    }

    /** Addresses that get nothing new, by hand. Kept for addresses that are not listed now. */
    public void draining(Set<InetSocketAddress> addresses) {
        if (!draining.equals(addresses)) {
            listed.values().stream()
                    .filter(member -> draining.contains(member.backend.address()))
                    .forEach(member -> note(member, "no longer drained by hand"));
            draining = Set.copyOf(addresses);
            changed = true;
        }
    }

    /** As {@link #draining(Set)} was told. */
    public Set<InetSocketAddress> draining() {
        return draining;
    }

    /** While fewer than this percentage are healthy, all are used; 0: never. */
    public void panicPercent(int percent) {
        changed |= panicPercent != percent;
        panicPercent = percent;
    }

    /** As {@link #panicPercent(int)} was told. */
    public int panicPercent() {
        return panicPercent;
    }

    /** Its probes fail. */
    public void unhealthy(Backend backend, String why) {
        Member member = member(backend);
        if (member != null && !member.unhealthy.equals(why)) {
            member.unhealthy = why;
            changed = true;
        }
    }

    /** Its probes no longer speak against it. */
    public void healthy(Backend backend, String cause) {
        Member member = member(backend);
        if (member != null && !member.unhealthy.isEmpty()) {
            member.unhealthy = "";
            note(member, cause);
        }
    }

    /** Its calls fail. */
    public void eject(Backend backend, String why) {
        Member member = member(backend);
        if (member != null && !member.ejected.equals(why)) {
            member.ejected = why;
            changed = true;
        }
    }

    /** Its ejection has ended. */
    public void readmit(Backend backend, String cause) {
        Member member = member(backend);
        if (member != null && !member.ejected.isEmpty()) {
            member.ejected = "";
            note(member, cause);
        }
    }

    /**
     * It has a part of its weight.
     *
     * @param share more than 0 and less than 1
     */
    public void warm(Backend backend, double share, String why) {
        Member member = member(backend);
        if (member != null && (member.share != share || !member.warming.equals(why))) {
            member.share = share;
            member.warming = why;
            changed = true;
        }
    }

    /** It has its whole weight. */
    public void warmed(Backend backend, String cause) {
        Member member = member(backend);
        if (member != null && !member.warming.isEmpty()) {
            member.share = FULL;
            member.warming = "";
            note(member, cause);
        }
    }

    /** Why a backend gets better is nowhere in its standing; the reason of the first thing that got better is kept. */
    private void note(Member member, String cause) {
        causes.putIfAbsent(member.backend, cause);
        changed = true;
    }

    /** Whether anything has been written since the last roster. */
    boolean changed() {
        return changed;
    }

    /** The causes since the last roster. */
    Map<Backend, String> causes() {
        return causes;
    }

    /** All of it has become a roster. */
    void done() {
        changed = false;
        causes.clear();
    }

    Roster roster(long version) {
        return Roster.of(version, listed.values().stream().map(this::standing).toList(), panicPercent);
    }

    private Standing standing(Member member) {
        State state = state(member);
        int weight = weights.getOrDefault(member.backend.address(), 1);
        return new Standing(
                member.backend, state, why(member, state), state == State.WARMING ? weight * member.share : weight);
    }

    private State state(Member member) {
        if (!member.leaving.isEmpty() || drained(member)) {
            return State.DRAINING;
        }
        if (!member.unhealthy.isEmpty()) {
            return State.UNHEALTHY;
        }
        if (!member.ejected.isEmpty()) {
            return State.EJECTED;
        }
        return member.warming.isEmpty() ? State.HEALTHY : State.WARMING;
    }

    private String why(Member member, State state) {
        return switch (state) {
            case HEALTHY -> "";
            case WARMING -> member.warming;
            case EJECTED -> member.ejected;
            case UNHEALTHY -> member.unhealthy;
            case DRAINING -> drained(member) ? "drained by hand" : member.leaving;
        };
    }

    private boolean drained(Member member) {
        return draining.contains(member.backend.address());
    }

    /** The member that this very backend is: one that has left and come back is another. */
    private @Nullable Member member(Backend backend) {
        Member member = listed.get(backend.address());
        return member != null && Objects.equals(member.backend, backend) ? member : null;
    }
}
