package sevenlayers.dns.program;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import sevenlayers.dns.zone.ZoneException;
import sun.misc.Signal;

/** Started by hand: {@code java -cp … sevenlayers.dns.program.Main FILE}. */
public final class Main {
    private Main() {}

    /** @param arguments the configuration file */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 1) {
            System.err.println("Which configuration? Allowed: one file, as docs/dns-program.md describes it.");
            System.exit(2);
        }
        try {
            Configuration configuration = ConfigurationReader.read(Path.of(arguments[0]), InstantSource.system());
            Program program = Program.start(configuration, System.out::println);
            Signal.handle(new Signal("HUP"), _ -> program.reload());
            Runtime.getRuntime().addShutdownHook(new Thread(program::close, "end"));
            System.out.println("ready");
            new CountDownLatch(1).await(); // until SIGTERM
        } catch (ConfigurationException | ZoneException | IOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
