package sevenlayers.dns.transfer;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import sevenlayers.dns.message.Reason;
import sevenlayers.dns.server.Inbound;
import sevenlayers.dns.transport.Loop;
import sevenlayers.dns.transport.Transport;
import sevenlayers.dns.zone.Serial;
import sevenlayers.dns.zone.Zone;
import sevenlayers.dns.zone.ZoneException;
import sevenlayers.dns.zone.Zones;

/** Keeps one zone the same as its primary has it. All on one loop. */
public final class Secondary {
    /*
     * RFC 1034 §4.3.5: every REFRESH seconds the primary is asked for its SOA. If its serial is newer, the zone is transferred: what changed
     * if that can be had, all of it otherwise. If that fails it is tried again after RETRY seconds, and once EXPIRE seconds have gone by
     * without a word from a primary the zone is not served any more. A NOTIFY (RFC 1996) only makes the next question come at once.
     */

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_FIRST_RETRY = Duration.ofSeconds(60);
    private static final Duration NOTIFIED_RETRY = Duration.ofSeconds(1);

    private final Name apex;
    private final Supplier<List<Peer>> primaries;
    private final Zones zones;
    private final Transport transport;
    private final Loop loop;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Consumer<TransferEvent> events;
    private Loop.@Nullable Timer next;
    private Instant heardLast;
    private Duration firstRetry = FIRST_RETRY;
    private boolean busy;
    private boolean again;
    private boolean stopped;

    /**
     * @param primaries asked in this order; at least one
     * @param events hears all that happens, on the loop
     */
    public Secondary(
            Name apex,
            List<Peer> primaries,
            Zones zones,
            Transport transport,
            Loop loop,
            InstantSource clock,
            RandomGenerator random,
            Consumer<TransferEvent> events) {
        this(apex, () -> primaries, zones, transport, loop, clock, random, events);
        if (primaries.isEmpty()) {
            throw new IllegalArgumentException("a secondary of " + apex + " has one primary at least");
        }
    }

    /**
     * @param primaries asked in this order; looked at each time, since they may move
     * @param events hears all that happens, on the loop
     */
    public Secondary(
            Name apex,
            Supplier<List<Peer>> primaries,
            Zones zones,
            Transport transport,
            Loop loop,
            InstantSource clock,
            RandomGenerator random,
            Consumer<TransferEvent> events) {
        this.apex = apex;
        this.primaries = primaries;
        this.zones = zones;
        this.transport = transport;
        this.loop = loop;
        this.clock = clock;
        this.random = random;
        this.events = events;
        this.heardLast = clock.instant();
    }

    public Name apex() {
        return apex;
    }

    /** Serves nothing of the zone until the first transfer, which begins now. */
    public void start() {
        zones.withhold(apex);
        loop.execute(() -> check(Reason.rfc(1034, "4.3.5", "a secondary that begins has nothing")));
    }

    /** Asks no more. */
    public void stop() {
        loop.execute(() -> {
            stopped = true;
            cancel();
        });
    }

    /** Whether a message is one of a primary. */
    boolean hasSent(Inbound inbound) {
        return primaries.get().stream().anyMatch(primary -> primary.sent(inbound));
    }

    /** Somebody says that the zone changed. */
    public void notified(InetAddress from) {
        loop.execute(() -> {
            tell(
                    TransferEvent.Kind.NOTIFIED,
                    from.getHostAddress() + " says that " + apex + " changed",
                    Reason.rfc(1996, "3.11", "a NOTIFY is as if REFRESH were over"));
            check(Reason.rfc(1996, "3.11", "after a NOTIFY"));
        });
    }

    private void check(Reason why) {
        if (stopped) {
            return;
        }
        if (busy) {
            again = true; // what changes while we ask is asked for after it
            return;
        }
        busy = true;
        again = false;
        cancel();
        ask(0, why);
    }

    private void ask(int at, Reason why) {
        List<Peer> now = primaries.get();
        if (at >= now.size()) {
            failed();
            return;
        }
        Peer primary = now.get(at);
        Optional<Zone> have = zones.at(apex);
        if (have.isEmpty()) {
            fetch(at, primary, Optional.empty(), why);
            return;
        }
        tell(
                TransferEvent.Kind.ASKED,
                "asks " + primary + " for its serial, has " + have.get().serial(),
                why);
        new SoaQuestion(transport, random, clock, primary, apex, said -> {
                    switch (said) {
                        case SoaQuestion.Said.Nothing nothing -> {
                            tell(TransferEvent.Kind.FAILED, primary + " does not say its serial" + nothing.why(), why);
                            ask(at + 1, why);
                        }
                        case SoaQuestion.Said.Serial serial -> {
                            if (Serial.after(serial.serial(), have.get().serial())) {
                                fetch(at, primary, Optional.of(have.get().soa()), why);
                            } else {
                                current(primary, serial.serial(), have.get());
                            }
                        }
                    }
                })
                .begin();
    }

    private void fetch(int at, Peer primary, Optional<SOARecord> have, Reason why) {
        Fetch.begin(transport, clock, primary, apex, have, random.nextInt(1 << 16), end -> {
            switch (end) {
                case Fetch.End.Came came -> came(at, primary, have, why, came);
                case Fetch.End.Failed failed -> {
                    tell(TransferEvent.Kind.FAILED, primary + ": " + failed.why(), why);
                    if (have.isPresent()) {
                        fetch(
                                at,
                                primary,
                                Optional.empty(),
                                Reason.rfc(1995, "4", "where changes cannot be had, all of it is taken"));
                    } else {
                        ask(at + 1, why);
                    }
                }
            }
        });
    }

    private void came(int at, Peer primary, Optional<SOARecord> have, Reason why, Fetch.End.Came came) {
        String size = ", " + came.bytes() + " bytes in " + came.messages()
                + (came.messages() == 1 ? " message" : " messages");
        try {
            switch (came.result()) {
                case Incoming.Result.Current current -> {
                    zones.at(apex).ifPresentOrElse(zone -> current(primary, current.serial(), zone), this::failed);
                    return;
                }
                case Incoming.Result.Whole whole -> {
                    notOlder(whole.zone());
                    zones.put(whole.zone());
                    transferred(
                            "AXFR: serial " + whole.zone().serial() + ", "
                                    + whole.zone().size() + " records" + size,
                            why);
                }
                case Incoming.Result.Changes changes -> {
                    var _ = zones.apply(apex, changes.deltas());
                    changes.deltas().forEach(delta -> transferred("IXFR " + delta + size, why));
                }
            }
        } catch (ZoneException e) {
            tell(TransferEvent.Kind.FAILED, "the changes do not fit: " + e.getMessage(), why);
            if (have.isPresent()) {
                fetch(
                        at,
                        primary,
                        Optional.empty(),
                        Reason.rfc(1995, "4", "where changes cannot be had, all of it is taken"));
                return;
            }
            ask(at + 1, why);
            return;
        }
        settled();
    }

    /** A primary that lost its memory must not make its secondaries lose theirs. */
    private void notOlder(Zone whole) throws ZoneException {
        Optional<Zone> have = zones.at(apex);
        if (have.isPresent() && !Serial.after(whole.serial(), have.get().serial())) {
            throw new ZoneException(
                    "serial " + whole.serial() + " came, and " + have.get().serial() + " is served: RFC 1982 §3.2");
        }
    }

    private void transferred(String text, Reason why) {
        tell(TransferEvent.Kind.TRANSFERRED, text, why);
    }

    private void current(Peer primary, long serial, Zone have) {
        tell(
                TransferEvent.Kind.CURRENT,
                serial == have.serial()
                        ? "serial " + serial + " is what we have"
                        : primary + " is at serial " + serial + ", behind ours, " + have.serial(),
                Reason.rfc(1982, "3.2", "it is not after ours"));
        settled();
    }

    /** A primary was heard: all is well for REFRESH seconds. */
    private void settled() {
        heardLast = clock.instant();
        firstRetry = FIRST_RETRY;
        busy = false;
        if (again) {
            check(Reason.rfc(1996, "3.11", "after a NOTIFY that came meanwhile"));
            return;
        }
        zones.at(apex).ifPresent(zone -> {
            Duration expire = Duration.ofSeconds(zone.soa().getExpire());
            schedule(min(jittered(zone.soa().getRefresh()), expire), "REFRESH is over");
        });
    }

    private void failed() {
        busy = false;
        Optional<Zone> have = zones.at(apex);
        if (have.isEmpty()) {
            schedule(firstRetry, "there is nothing to serve yet");
            firstRetry = min(firstRetry.multipliedBy(2), LONGEST_FIRST_RETRY);
            return;
        }
        Duration left = Duration.between(
                clock.instant(), heardLast.plusSeconds(have.get().soa().getExpire()));
        if (!left.isPositive()) {
            zones.withhold(apex);
            tell(
                    TransferEvent.Kind.EXPIRED,
                    "no primary was heard for " + have.get().soa().getExpire() + " s: " + apex
                            + " is not served any more",
                    Reason.rfc(1034, "4.3.5", "EXPIRE is over"));
            schedule(firstRetry, "there is nothing to serve any more");
            return;
        }
        if (again) {
            // Not at once: whoever sends NOTIFY all the time would make this a loop.
            schedule(min(NOTIFIED_RETRY, left), "a NOTIFY came meanwhile");
            return;
        }
        schedule(min(jittered(have.get().soa().getRetry()), left), "RETRY is over");
    }

    private void schedule(Duration delay, String why) {
        if (!stopped) {
            next = loop.after(delay, () -> check(Reason.rfc(1034, "4.3.5", why)));
        }
    }

    /** Up to a tenth earlier, lest all secondaries ask at one time. */
    private Duration jittered(long seconds) {
        long millis = Math.max(1, seconds) * 1000;
        return Duration.ofMillis(millis - random.nextLong(millis / 10 + 1));
    }

    private void cancel() {
        if (next != null) {
            next.cancel();
        }
    }

    private void tell(TransferEvent.Kind kind, String text, Reason why) {
        events.accept(new TransferEvent(clock.instant(), apex, kind, text, why));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
