package sevenlayers.balancer.load;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Holds many connections through the L4 door on which nothing happens, and says what they cost: clients here, balancer and backend each
 * in a process of its own.
 */
public final class Idle {
    /** Files that a JVM has open besides, and a little more. */
    private static final int OTHER_FILES = 250;

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
        int count = Math.min(wanted, allowed());
        if (count < wanted) {
            System.out.printf(
                    Locale.ROOT,
                    "%,d connections are not allowed here: each takes the balancer two files, and a process may open %,d (ulimit -n). "
                            + "Holding %,d.%n",
                    wanted,
                    files(),
                    count);
        }
        print(hold(count), System.out);
    }

    /** As many as the limit of files allows. */
    static int allowed() {
        return (int) Math.min(Integer.MAX_VALUE, (files() - OTHER_FILES) / 2);
    }

    private static long files() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Integer.MAX_VALUE;
    }

    static Bill hold(int count) throws IOException {
        try (Child backend = Child.start(EchoProcess.class, List.of());
                Child proxy =
                        Child.start(L4Process.class, List.of(backend.ask("port"), String.valueOf(count)), "-Xmx64m")) {
            InetSocketAddress door =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(proxy.ask("port")));
            // The first connection brings classes and pools, which are not the price of one more.
            answers(List.of(new Socket(door.getAddress(), door.getPort())));
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
    private static void waitFor(Child proxy, int connections) throws IOException {
        while (Integer.parseInt(proxy.ask("connections")) != connections) {
            Thread.onSpinWait();
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
