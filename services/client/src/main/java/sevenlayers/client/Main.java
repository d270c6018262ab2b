package sevenlayers.client;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.security.Security;

/** Starts the client. */
@QuarkusMain
public final class Main {

    private Main() {}

    /**
     * Switches the JDK's own cache of names off, then starts.
     *
     * <p>Two caches lie between a name and this client, and both are called networkaddress.cache.ttl. The <em>security</em> property of
     * that name (or, where it is not set, the system property sun.net.inetaddr.ttl) is the JDK's: InetAddress keeps an answer for 30 s.
     * The <em>system</em> property of that name is grpc-java's: its DNS resolver keeps an answer for 30 s on top. The second is a thing
     * to study, and stays; the first would make LookUp lie and is 0 from here on, in every world. The JDK reads it once, at the first
     * look-up, which is why this happens before anything else.
     */
    public static void main(String... args) {
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        Quarkus.run(args);
    }
}
