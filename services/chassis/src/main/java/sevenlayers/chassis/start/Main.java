package sevenlayers.chassis.start;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.security.Security;

/** Starts a pod, of whichever service. */
@QuarkusMain
public final class Main {

    private Main() {}

    /**
     * Switches the JDK's own cache of names off, then starts.
     *
     * <p>Pods come and go while a lab runs, and the JDK would keep for 30 s which addresses a name has, and for 10 s that there is no such
     * name. It reads its settings once, at the first look-up, which is why this happens before anything else. The second is a security
     * property, and setting any of those is logged, for which the log manager looks up this machine's name: so it comes last, and the
     * first is set by the system property that counts where java.security is silent.
     *
     * <p>The system property networkaddress.cache.ttl is another one, of grpc-java's: its DNS resolver keeps an answer for 30 s
     * on top. That is a thing to study, and stays.
     */
    public static void main(String... args) {
        withoutNameCache();
        Quarkus.run(args);
    }

    static void withoutNameCache() {
        System.setProperty("sun.net.inetaddr.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
    }
}
