package sevenlayers.chassis.identity;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pod's name in a container that was not told one.
 *
 * <p>Replicas of a compose service share one environment, so the number has to come from elsewhere: the network's DNS answers the
 * reverse look-up of a container's own address with the container's name, {@code seven-layers-node-2.seven-layers_lab}.
 */
final class ContainerName {
    /** The last {@code <service>-<number>} of the first label; compose puts the project's name and a hyphen before it. */
    private static final Pattern POD = Pattern.compile("(?:.*[-_])?([a-z][a-z0-9]*)[-_]([0-9]+)");

    private ContainerName() {}

    /**
     * Asks for the names of this pod's addresses.
     *
     * @param reverseLookUp the name of an address, if it has one; {@link ReverseDns#lookUp} outside of tests
     */
    static Optional<String> find(
            Collection<InetAddress> addresses, Function<InetAddress, Optional<String>> reverseLookUp) {
        return addresses.stream()
                .filter(address -> !address.isLoopbackAddress())
                .flatMap(address -> reverseLookUp.apply(address).stream())
                .flatMap(name -> podIn(name).stream())
                .findFirst();
    }

    /** {@code node-2} in {@code seven-layers-node-2.seven-layers_lab}; empty when there is no service with a number in it. */
    static Optional<String> podIn(String hostName) {
        int dot = hostName.indexOf('.');
        Matcher matcher = POD.matcher(dot < 0 ? hostName : hostName.substring(0, dot));
        return matcher.matches() ? Optional.of(matcher.group(1) + "-" + matcher.group(2)) : Optional.empty();
    }
}
