package sevenlayers.labs.world.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.WorldException;

/** One {@code kubectl port-forward}: from ports of this machine, which kubectl chooses, to ports of one pod. It ends when its pod does. */
final class Forward implements AutoCloseable {

    private static final Duration OPEN_LIMIT = Duration.ofSeconds(15);

    private static final Pattern FROM =
            Pattern.compile("Forwarding from " + Pattern.quote(Layout.HOST) + ":(\\d+) -> (\\d+)");

    private final String pod;
    private final int count;
    private final Map<Integer, Integer> local = new ConcurrentHashMap<>(); // by the pod's port
    private final CountDownLatch settled = new CountDownLatch(1);
    private final Thread thread;
    private volatile String lastWords = "";

    /** Starts it. */
    Forward(Kubectl kubectl, String pod, List<Integer> ports) {
        this.pod = pod;
        this.count = ports.size();
        List<String> arguments = new ArrayList<>(List.of("port-forward", "--address", Layout.HOST, "pod/" + pod));
        ports.forEach(port -> arguments.add(":" + port));
        this.thread = Thread.ofVirtual().name("forward to " + pod).start(() -> {
            try {
                kubectl.follow(arguments, this::hear);
            } finally {
                settled.countDown();
            }
        });
    }

    String pod() {
        return pod;
    }

    /** Whether kubectl still runs. */
    boolean alive() {
        return thread.isAlive();
    }

    /** Waits until it forwards; false if it ended instead, or takes too long. */
    boolean awaitOpen() {
        try {
            return settled.await(OPEN_LIMIT.toMillis(), TimeUnit.MILLISECONDS) && local.size() == count && alive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorldException("Interrupted.", e);
        }
    }

    /** The port of this machine that leads to {@code port} of the pod; only once it is open. */
    int local(int port) {
        return local.getOrDefault(port, 0);
    }

    /** What kubectl last wrote that is no forwarded port. */
    String lastWords() {
        return lastWords;
    }

    private void hear(String line) {
        Matcher from = FROM.matcher(line);
        if (from.matches()) {
            local.put(Integer.parseInt(from.group(2)), Integer.parseInt(from.group(1)));
            if (local.size() == count) {
                settled.countDown();
            }
        } else {
            lastWords = line;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
