package sevenlayers.chassis.names;

import io.grpc.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sevenlayers.chassis.errors.LabStatus;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.chassis.identity.PodIdentity;
import sevenlayers.chassis.identity.PodSettings;

/**
 * Which hosts belong to the lab. Whoever dials on a student's behalf asks here first: a lab cannot become a load weapon.
 *
 * <p>Inside are the names in {@code LAB_HOSTS}, the pods of those services ({@code node-2}, and its host name by {@code LAB_POD_HOST}),
 * and the addresses that those names have at this moment.
 */
public final class LabHosts {
    private static final Pattern POD = Pattern.compile("([a-z][a-z0-9-]*)-[1-9][0-9]{0,3}");
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.%a-z0-9]*]?");

    private final List<String> hosts;
    private final String podHost;
    private final Pattern podHosts;
    private final Names names;

    public LabHosts(PodSettings settings, Names names) {
        this.hosts = settings.hosts();
        this.podHost = settings.podHost();
        this.podHosts = Pattern.compile(
                Pattern.quote(podHost).replace("{pod}", "\\E(.+)\\Q").replace("{service}", "\\E.+\\Q"));
        this.names = names;
    }

    /**
     * Lets the lab's own hosts pass.
     *
     * @param host a name or an address, without a port
     * @param port the port that is to be dialled; it matters only where pods share an address
     * @throws io.grpc.StatusRuntimeException PERMISSION_DENIED, reason TARGET_OUTSIDE_LAB, for any other host
     */
    public void requireInside(String host, int port) {
        if (!isInside(host, port)) {
            throw LabStatus.exception(
                    Status.Code.PERMISSION_DENIED,
                    "TARGET_OUTSIDE_LAB",
                    Violations.quoted(host) + " is not one of the lab's own hosts; allowed: " + String.join(", ", hosts)
                            + ", their pods (node-2), and the addresses of these",
                    Map.of("host", host));
        }
    }

    /** Whether the host belongs to the lab. */
    public boolean isInside(String host, int port) {
        return hosts.contains(host) || isPod(host) || (LITERAL.matcher(host).matches() && isAddress(host, port));
    }

    /** The host name of a pod, as {@code LAB_POD_HOST} says: for {@code node-2} that may be {@code node-2.node}. */
    public String hostOf(String pod) {
        return podHost.replace("{pod}", pod).replace("{service}", PodIdentity.serviceOf(pod));
    }

    /** Whether {@code pod} is the name of a pod that one of the lab's services may have. */
    public boolean isPodName(String pod) {
        Matcher matcher = POD.matcher(pod);
        return matcher.matches() && hosts.contains(matcher.group(1));
    }

    /**
     * The pod at an address, if the lab's names know one; may block.
     *
     * <p>A names file says so itself. Elsewhere the address is looked up in reverse: the canonical name of {@code 127.0.0.12} is
     * {@code node-2}, that of a container {@code seven-layers-node-2.seven-layers_lab}.
     */
    public Optional<String> podAt(InetSocketAddress address) {
        return (names.withPorts() ? names.namesOf(address) : canonicalName(address))
                .stream()
                        .flatMap(name -> PodIdentity.podIn(name).stream())
                        .filter(this::isPodName)
                        .findFirst();
    }

    /** The JDK's own look-up keeps an answer as long as the address lives; so this makes another. */
    private static List<String> canonicalName(InetSocketAddress address) {
        try {
            return List.of(
                    InetAddress.getByAddress(address.getAddress().getAddress()).getCanonicalHostName());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // an address has four octets or sixteen
        }
    }

    /** A pod's name, or the host name that {@link #hostOf} makes of one. */
    private boolean isPod(String host) {
        Matcher matcher = podHosts.matcher(host);
        return isPodName(host)
                || (matcher.matches()
                        && isPodName(matcher.group(1))
                        && hostOf(matcher.group(1)).equals(host));
    }

    private boolean isAddress(String literal, int port) {
        return hosts.stream()
                .flatMap(host -> addressesOf(host, port).stream())
                .anyMatch(inside -> same(inside, literal, port));
    }

    private boolean same(InetSocketAddress inside, String literal, int port) {
        try {
            return inside.getAddress().equals(InetAddress.getByName(literal))
                    && (!names.withPorts() || inside.getPort() == port);
        } catch (UnknownHostException _) {
            return false;
        }
    }

    private List<InetSocketAddress> addressesOf(String host, int port) {
        try {
            return names.all(host, port);
        } catch (UnknownHostException _) {
            return List.of(); // a service that does not run has no address
        }
    }
}
