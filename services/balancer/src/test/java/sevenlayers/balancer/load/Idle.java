package sevenlayers.balancer.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Holds many connections through the L4 door on which nothing happens, and says what they cost: clients here, balancer and backend each
 * in a process of its own.
 */
public final class Idle {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * What the connections cost the balancer.
     *
     * @param held how many there were
     * @param answered of them, the ones that passed a byte there and back at the end
     */
    record Bill(int held, int answered, Memory before, Memory with, Memory after) {
        long heapBytesEach() {
            return (with.heapBytes() - before.heapBytes()) / held;
        }

        long pssBytesEach() {
            return (with.pssBytes() - before.pssBytes()) / held;
        }
    }

    private Idle() {}

    /**
     * Prints the bill.
     *
     * @param arguments how many connections; none: 10,000
     */
    public static void main(String[] arguments) throws IOException {
        int wanted = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        Bill bill = hold(wanted);
        if (bill.held() < wanted) {
            System.out.printf(
                    Locale.ROOT,
                    "%,d connections are not allowed here: each takes the balancer two of the files that it may open (ulimit -n).%n",
                    wanted);
        }
        print(bill, System.out);
    }

    /** Holds so many, or as many as the limit of open files allows. */
    static Bill hold(int wanted) throws IOException {
        try (AskedProcess backend = AskedProcess.start(EchoProcess.class, List.of());
                AskedProcess proxy = AskedProcess.start(
                        L4Process.class, List.of(backend.ask("port"), String.valueOf(wanted)), "-Xmx64m")) {
            InetSocketAddress door =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(proxy.ask("port")));
            // The first connection brings classes and pools, which are not the price of one more.
            answers(List.of(new Socket(door.getAddress(), door.getPort())));
            int count = Math.min(wanted, Integer.parseInt(proxy.ask("room")));
            waitFor(proxy, 0);
            Memory before = Memory.parse(proxy.ask("memory"));
            List<Socket> clients = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                clients.add(new Socket(door.getAddress(), door.getPort()));
            }
            waitFor(proxy, count);
            Memory with = Memory.parse(proxy.ask("memory"));
            int answered = answers(clients);
            waitFor(proxy, 0);
            return new Bill(count, answered, before, with, Memory.parse(proxy.ask("memory")));
        }
    }

    /** Connecting is the kernel's work: the balancer may still be busy joining what it has accepted. */
    private static void waitFor(AskedProcess proxy, int connections) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (String open = ""; !open.equals(String.valueOf(connections)); open = proxy.ask("connections")) {
            if (System.nanoTime() > end) {
                throw new IOException("the balancer has " + open + " connections and should have " + connections);
            }
        }
    }

    /** Sends a byte over each, counts those that come back, and closes all. */
    private static int answers(List<Socket> clients) throws IOException {
        int answered = 0;
        for (Socket client : clients) {
            try (client) {
                client.setSoTimeout(10_000);
                client.getOutputStream().write('x');
                InputStream in = client.getInputStream();
                answered += in.read() == 'x' ? 1 : 0;
            }
        }
        return answered;
    }

    private static void print(Bill bill, PrintStream out) {
        out.printf(Locale.ROOT, "%,d idle connections held; %,d answered at the end%n%n", bill.held(), bill.answered());
        out.printf(Locale.ROOT, "  %-26s %12s %12s%n", "memory of the balancer", "heap MiB", "PSS MiB");
        row(out, "before", bill.before());
        row(out, "with them", bill.with());
        row(out, "after", bill.after());
        out.printf(
                Locale.ROOT,
                "  %-26s %,12d %,12d%n",
                "bytes per connection",
                bill.heapBytesEach(),
                bill.pssBytesEach());
    }

    private static void row(PrintStream out, String name, Memory memory) {
        out.printf(
                Locale.ROOT,
                "  %-26s %12.1f %12.1f%n",
                name,
                memory.heapBytes() / 1024.0 / 1024,
                memory.pssBytes() / 1024.0 / 1024);
    }
}
