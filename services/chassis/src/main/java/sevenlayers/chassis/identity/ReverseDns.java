package sevenlayers.chassis.identity;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Hashtable;
import java.util.Optional;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;

/**
 * The PTR record of an address, from the name server itself. {@link InetAddress#getCanonicalHostName} will not do: Docker writes a
 * container's own address with its id into /etc/hosts, and files win over DNS.
 */
final class ReverseDns {
    /** A container's record may come a moment after the container. */
    private static final int ATTEMPTS = 3;

    private static final long PAUSE_MILLIS = 200;

    private ReverseDns() {}

    /** The address's name; empty when it has none, is not IPv4, or no name server answers. */
    static Optional<String> lookUp(InetAddress address) {
        if (!(address instanceof Inet4Address)) {
            return Optional.empty();
        }
        try {
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                Optional<String> name = ask(arpa(address));
                if (name.isPresent()) {
                    return name;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    /** RFC 1035 §3.5: the octets in reverse order under in-addr.arpa. */
    static String arpa(InetAddress address) {
        byte[] octets = address.getAddress();
        return "%d.%d.%d.%d.in-addr.arpa"
                .formatted(octets[3] & 0xff, octets[2] & 0xff, octets[1] & 0xff, octets[0] & 0xff);
    }

    // JNDI takes a Hashtable and nothing else; its DNS provider never deserializes: a record's value is text.
    @SuppressWarnings({"JdkObsolete", "BanJNDI"})
    private static Optional<String> ask(String name) {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put("com.sun.jndi.dns.timeout.initial", "500");
        environment.put("com.sun.jndi.dns.timeout.retries", "1");
        try {
            InitialDirContext dns = new InitialDirContext(environment);
            try {
                Attribute pointer =
                        dns.getAttributes(name, new String[] {"PTR"}).get("PTR");
                return pointer == null
                        ? Optional.empty()
                        : Optional.of(pointer.get().toString());
            } finally {
                dns.close();
            }
        } catch (NamingException _) {
            return Optional.empty();
        }
    }
}
