package sevenlayers.balancer;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import sevenlayers.balancer.backend.Addresses;
import sevenlayers.balancer.backend.LookUp;
import sevenlayers.balancer.backend.Place;
import sevenlayers.balancer.backend.PodNames;
import sevenlayers.balancer.backend.ServiceSource;
import sevenlayers.balancer.backend.Source;
import sevenlayers.chassis.names.LabHosts;

/**
 * Which places are the lab's, and which backend somebody means. May look names up.
 *
 * @param hosts says who belongs to the lab
 * @param names says which addresses a name has
 * @param pods says whose the backends are
 * @param own says which addresses are the balancer's own doors
 */
record Neighbourhood(LabHosts hosts, LookUp names, PodNames pods, Predicate<InetSocketAddress> own) {
    /** Backends that a sentence names. */
    private static final int NAMED = 10;

    /**
     * Passes if the whole source is the lab's own: a lab must not become a load weapon.
     *
     * <p>A name passes as a name: one of somebody else's may point into the lab today, and elsewhere at the next look-up.
     *
     * @throws io.grpc.StatusRuntimeException PERMISSION_DENIED with a sentence
     */
    void requireInside(Source source) {
        switch (source) {
            case Source.Places places ->
                places.places().forEach(place -> hosts.requireInside(place.host(), place.port()));
            case ServiceSource service -> hosts.requireInside(service.service(), 0);
        }
    }

    /**
     * The backend that is meant, one of the known ones.
     *
     * @param text an address with a port, or a pod's name
     */
    Optional<InetSocketAddress> find(String text, Set<InetSocketAddress> known) {
        if (hosts.isPodName(text)) {
            return pods.find(text).filter(known::contains).or(() -> lookUp(text, known));
        }
        try {
            return Source.parse(text) instanceof Source.Places(String _, List<Place> places)
                            && places.size() == 1
                            && !places.getFirst().isName()
                    ? Optional.of(places.getFirst().literal()).filter(known::contains)
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** A backend that has just been listed may not have its pod's name yet. */
    private Optional<InetSocketAddress> lookUp(String pod, Set<InetSocketAddress> known) {
        for (int port :
                known.stream().map(InetSocketAddress::getPort).distinct().toList()) {
            try {
                Optional<InetSocketAddress> found = names.lookUp(hosts.hostOf(pod), port).stream()
                        .filter(known::contains)
                        .findFirst();
                if (found.isPresent()) {
                    return found;
                }
            } catch (UnknownHostException _) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** {@code 127.0.0.11:9000 (node-1), 127.0.0.12:9000 (node-2)}; of many the first few. */
    String text(Set<InetSocketAddress> known) {
        if (known.isEmpty()) {
            return "none";
        }
        String named = known.stream()
                .limit(NAMED)
                .map(address -> Addresses.text(address)
                        + pods.pod(address).map(pod -> " (" + pod + ")").orElse(""))
                .collect(Collectors.joining(", "));
        return known.size() > NAMED ? named + " and " + (known.size() - NAMED) + " more" : named;
    }
}
