package sevenlayers.client.channel;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Channel sets that outlive the call which opened them. A set is closed when nobody has used it for its idle time, or on request.
 *
 * <p>Time is a parameter: whoever owns this calls {@link #closeIdle} now and then.
 */
public final class NamedChannels {

    private final InstantSource clock;
    private final Map<String, Entry> entries = new TreeMap<>();

    /** @param clock decides what is idle */
    public NamedChannels(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Takes the set of that name, opening it if there is none. Give the lease back.
     *
     * @param idle time without use after which it is closed; replaces what was said before
     * @throws SettingsDiffer if there is one with other settings
     */
    public synchronized Lease take(String name, ChannelSettings settings, Duration idle, Supplier<ChannelSet> open)
            throws SettingsDiffer {
        Entry entry = entries.get(name);
        boolean isNew = entry == null;
        if (entry == null) {
            entry = new Entry(name, open.get(), clock.instant());
            entries.put(name, entry);
        } else {
            List<String> differences = entry.set.settings().differencesFrom(settings);
            if (!differences.isEmpty()) {
                throw new SettingsDiffer(name, differences);
            }
        }
        entry.idle = idle;
        entry.users++;
        return new Lease(entry, isNew, entry.calls);
    }

    /** Whether a set of that name is open. */
    public synchronized boolean isOpen(String name) {
        return entries.containsKey(name);
    }

    /** The open sets, by name. */
    public synchronized List<Open> list() {
        Instant now = clock.instant();
        return entries.values().stream()
                .map(entry -> new Open(entry.name, entry.set.settings(), entry.openedAt, entry.calls, entry.left(now)))
                .toList();
    }

    /** Channels in all open sets. */
    public synchronized int channels() {
        return entries.values().stream()
                .mapToInt(entry -> entry.set.channels().size())
                .sum();
    }

    /** Closes the set of that name; calls under way on it finish first. Says whether there was one. */
    public synchronized boolean close(String name) {
        Optional<Entry> entry = Optional.ofNullable(entries.remove(name));
        entry.ifPresent(each -> each.set.close());
        return entry.isPresent();
    }

    /** Closes what nobody has used for its idle time. */
    public synchronized void closeIdle() {
        Instant now = clock.instant();
        List<Entry> idle = new ArrayList<>(entries.values());
        idle.removeIf(entry -> entry.users > 0 || !entry.left(now).isZero());
        idle.forEach(entry -> close(entry.name));
    }

    /** Closes all of them. */
    public synchronized void closeAll() {
        List.copyOf(entries.keySet()).forEach(this::close);
    }

    /** One open set. */
    public record Open(String name, ChannelSettings settings, Instant openedAt, long calls, Duration idleLeft) {}

    /** The name is taken by channels with other settings. */
    public static final class SettingsDiffer extends Exception {

        private final List<String> differences;

        SettingsDiffer(String name, List<String> differences) {
            super("channel " + name + " is open with other settings: " + String.join("; ", differences));
            this.differences = List.copyOf(differences);
        }

        /** The settings that differ, in words. */
        public List<String> differences() {
            return differences;
        }
    }

    /** The right to make calls on a set; it is not idle until this is given back. */
    public final class Lease {

        private final Entry entry;
        private final boolean opened;
        private final long callsBefore;

        private Lease(Entry entry, boolean opened, long callsBefore) {
            this.entry = entry;
            this.opened = opened;
            this.callsBefore = callsBefore;
        }

        /** The channels. */
        public ChannelSet set() {
            return entry.set;
        }

        /** Whether taking it opened it. */
        public boolean opened() {
            return opened;
        }

        /** Calls that were made on it before. */
        public long callsBefore() {
            return callsBefore;
        }

        /** Gives it back. */
        public void giveBack(long callsMade) {
            synchronized (NamedChannels.this) {
                entry.users--;
                entry.calls += callsMade;
                entry.lastUsed = clock.instant();
            }
        }
    }

    private static final class Entry {
        private final String name;
        private final ChannelSet set;
        private final Instant openedAt;
        private Duration idle = Duration.ZERO;
        private Instant lastUsed;
        private int users;
        private long calls;

        Entry(String name, ChannelSet set, Instant now) {
            this.name = name;
            this.set = set;
            openedAt = now;
            lastUsed = now;
        }

        Duration left(Instant now) {
            if (users > 0) {
                return idle;
            }
            Duration left = idle.minus(Duration.between(lastUsed, now));
            return left.isNegative() ? Duration.ZERO : left;
        }
    }
}
