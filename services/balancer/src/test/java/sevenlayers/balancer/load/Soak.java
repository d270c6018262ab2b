package sevenlayers.balancer.load;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Phaser;
import java.util.stream.Collectors;

/**
 * Both doors under mixed faults for as long as one likes: backends are killed, stopped for a while, listed and not listed; they send
 * connections away by age; clients read slowly or not at all, cancel, half-close and reset.
 *
 * <p>Afterwards every call must have ended exactly once and with its own answer, no backend may have a request left, and the doors must use
 * no more memory than after the first quarter: at both times everybody rests, and what the doors' process uses is read after a
 * collection.
 *
 * <p>{@code Soak 30m 7}: a duration as ISO 8601 has it, with or without its {@code PT}, and the seed of the faults; 30 minutes and 1 where
 * they are not said. Prints a table; exit status 1 if something is wrong.
 */
public final class Soak {
    private static final int BACKENDS = 4;
    private static final int CLIENTS = 8;
    private static final Duration FAULT_EVERY = Duration.ofSeconds(2);
    private static final Duration REST_WITHIN = Duration.ofSeconds(60);

    private final PrintStream out;
    private final Random random;
    private final Tally tally = new Tally();
    private final Map<String, Integer> faults = new TreeMap<>();
    private final List<SoakChild> backends = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final SoakChild doors;

    private Soak(long seed, PrintStream out) throws IOException {
        this.random = new Random(seed);
        this.out = out;
        this.doors = new SoakChild(SoakDoors.class);
    }

    /** Runs for the duration of the first argument. */
    public static void main(String[] arguments) throws Exception {
        List<String> given = List.of(arguments);
        long seed = given.size() < 2 ? 1 : Long.parseLong(given.get(1));
        System.exit(run(duration(given), seed, System.out).isEmpty() ? 0 : 1);
    }

    private static Duration duration(List<String> arguments) {
        String time = arguments.isEmpty() ? "30m" : arguments.getFirst();
        return Duration.parse(time.startsWith("P") ? time : "PT" + time);
    }

    /** What is wrong, a sentence each; empty if all is well. */
    public static List<String> run(Duration duration, long seed, PrintStream out)
            throws IOException, InterruptedException {
        Soak soak = new Soak(seed, out);
        try {
            for (int i = 0; i < BACKENDS; i++) {
                soak.backends.add(new SoakChild(SoakBackend.class));
            }
            soak.list(soak.backends);
            soak.out.println("Soak of " + duration + ", seed " + seed + ", " + CLIENTS + " clients on each door, "
                    + BACKENDS + " backends");
            Rest early = soak.work(duration.dividedBy(4), 1);
            Rest late = soak.work(duration.minus(duration.dividedBy(4)), 2);
            soak.judge(early, late);
            return soak.wrong;
        } finally {
            soak.backends.forEach(SoakChild::close);
            soak.doors.close();
        }
    }

    /** Clients call while faults happen, until the time is over and everything rests. */
    private Rest work(Duration time, int part) throws IOException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        Phaser clients = new Phaser(1);
        for (int i = 0; i < CLIENTS; i++) {
            long seed = 1_000L * part + i;
            L7Calls l7 = new L7Calls(door(1), tally, seed);
            L4Calls l4 = new L4Calls(door(0), tally, seed);
            start(clients, end, l7::one, l7::close);
            start(clients, end, l4::one, () -> {});
        }
        while (end - System.nanoTime() > FAULT_EVERY.toNanos()) {
            Thread.sleep(FAULT_EVERY);
            fault(end);
        }
        list(backends);
        clients.arriveAndAwaitAdvance();
        return rest();
    }

    /** Something that a client does again and again. */
    private interface Turn {
        void run() throws InterruptedException;
    }

    private void start(Phaser clients, long end, Turn turn, Runnable last) {
        clients.register();
        Thread.ofVirtual().start(() -> {
            try {
                while (System.nanoTime() < end) {
                    turn.run();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                last.run();
                clients.arriveAndDeregister();
            }
        });
    }

    private void fault(long end) throws IOException, InterruptedException {
        int victim = random.nextInt(BACKENDS);
        switch (random.nextInt(3)) {
            case 0 -> {
                count("killed");
                backends.get(victim).kill();
                backends.set(victim, new SoakChild(SoakBackend.class));
                list(backends);
            }
            case 1 -> {
                count("stopped for a while");
                backends.get(victim).signal("STOP");
                Thread.sleep(Math.clamp((end - System.nanoTime()) / 1_000_000, 0, 1_000 + random.nextInt(4_000)));
                backends.get(victim).signal("CONT");
            }
            default -> {
                count("scaled down and up");
                List<SoakChild> fewer = new ArrayList<>(backends);
                fewer.remove(victim);
                list(fewer);
                Thread.sleep(random.nextInt(2_000));
                list(backends);
            }
        }
    }

    private void count(String fault) {
        faults.merge(fault, 1, Integer::sum);
    }

    private void list(List<SoakChild> listed) throws IOException {
        doors.ask(listed.stream().map(child -> child.hello().replace(' ', ':')).collect(Collectors.joining(",")));
    }

    private InetSocketAddress door(int which) {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(doors.hello().split(" ")[which]));
    }

    private Rest rest() throws IOException, InterruptedException {
        long last = System.nanoTime() + REST_WITHIN.toNanos();
        Rest rest = Rest.parse(doors.ask("rest"));
        while (!rest.isQuiet() && System.nanoTime() < last) {
            Thread.sleep(200);
            rest = Rest.parse(doors.ask("rest"));
        }
        return rest;
    }

    private void judge(Rest early, Rest late) {
        check(tally.open() == 0, tally.open() + " calls have not ended");
        check(tally.wrongs() == 0, tally.wrongs() + " calls ended twice or with another's answer");
        check(early.isQuiet() && late.isQuiet(), "the doors do not come to rest: " + (early.isQuiet() ? late : early));
        check(late.isFlatSince(early), "the doors' memory has grown");
        check(tally.ok() > tally.started() / 2, "only " + tally.ok() + " of " + tally.started() + " calls were OK");
        out.print(tally.table());
        out.println("  faults                   " + faults + ", and connections sent away at the age of 5 s");
        out.println("  doors after a quarter    " + early);
        out.println("  doors at the end         " + late);
        out.println(
                wrong.isEmpty()
                        ? "Every call ended once, nothing is stuck, memory is flat."
                        : "WRONG: " + String.join("; ", wrong));
    }

    private void check(boolean good, String otherwise) {
        if (!good) {
            wrong.add(otherwise);
        }
    }
}
