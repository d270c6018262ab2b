package sevenlayers.balancer.kubernetes;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.backend.Addresses;
import sevenlayers.balancer.backend.Found;
import sevenlayers.balancer.backend.ServiceSource;

/**
 * EndpointSlices as addresses, by the rules of {@code discovery.k8s.io/v1}.
 *
 * <p>A Service has many slices: one for each 100 endpoints or so, for each IP family, and for each set of port numbers. While the
 * cluster moves endpoints from one slice to another, an endpoint may stand in both.
 */
final class Endpoints {
    /** Why an endpoint on its way out gets nothing new. */
    static final String ENDING = "the cluster is ending it";

    private final Map<InetSocketAddress, String> pods = new HashMap<>();
    private final List<InetSocketAddress> ready = new ArrayList<>();
    private final List<InetSocketAddress> terminating = new ArrayList<>();
    private final List<InetSocketAddress> serving = new ArrayList<>();

    private Endpoints() {}

    /** What the slices say about the source's port. IPv4 is taken where there is any: a pod of both families is one backend, not two. */
    static Found of(ServiceSource source, Collection<EndpointSlice> slices) {
        Found found = of(source, slices, "IPv4");
        return found.addresses().isEmpty() ? of(source, slices, "IPv6") : found;
    }

    /** Why slices that yield no address do so, in a sentence; empty where it is the Service's doing: it has no pod that is ready. */
    static String whyNone(ServiceSource source, Collection<EndpointSlice> slices) {
        if (slices.isEmpty()) {
            return "there are no EndpointSlices of a Service " + source.service() + "; is there such a Service?";
        }
        // A slice without endpoints has no ports either.
        List<EndpointPort> ports = slices.stream()
                .flatMap(slice -> some(slice.getPorts()))
                .filter(Endpoints::isUsable)
                .toList();
        return ports.isEmpty() || ports.stream().anyMatch(port -> source.isPort(port.getPort(), name(port)))
                ? ""
                : "the Service has no TCP port " + source.port() + "; it has "
                        + ports.stream()
                                .map(Endpoints::text)
                                .distinct()
                                .sorted()
                                .collect(Collectors.joining(", "));
    }

    private static String text(EndpointPort port) {
        return port.getPort() + (name(port).isEmpty() ? "" : " (" + name(port) + ")");
    }

    private static Found of(ServiceSource source, Collection<EndpointSlice> slices, String family) {
        Endpoints endpoints = new Endpoints();
        slices.stream()
                .filter(slice -> family.equals(slice.getAddressType()))
                .forEach(slice -> endpoints.add(source, slice));
        return endpoints.found();
    }

    private void add(ServiceSource source, EndpointSlice slice) {
        some(slice.getPorts())
                .filter(port -> isUsable(port) && source.isPort(port.getPort(), name(port)))
                .forEach(port -> some(slice.getEndpoints()).forEach(endpoint -> add(endpoint, port.getPort())));
    }

    private void add(Endpoint endpoint, int port) {
        // "Consumers must treat all addresses of an endpoint as the same": they are fungible, and the first will do.
        InetAddress ip = some(endpoint.getAddresses())
                .map(NetUtil::createInetAddressFromIpAddressString)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        State state = state(endpoint.getConditions());
        if (ip == null || port < 1 || port > 65_535 || state == State.NOT_READY) {
            return;
        }
        InetSocketAddress address = new InetSocketAddress(ip, port);
        (state == State.READY ? ready : terminating).add(address);
        if (state == State.SERVING) {
            serving.add(address);
        }
        if (endpoint.getTargetRef() != null
                && "Pod".equals(endpoint.getTargetRef().getKind())) {
            pods.put(address, endpoint.getTargetRef().getName());
        }
    }

    /**
     * An endpoint that one slice calls ready and another terminating has just been moved or is about to end; either way it answers. Where
     * none is ready, those that are ending and still serve are used to the last, as kube-proxy does (KEP-1669).
     */
    private Found found() {
        Map<InetSocketAddress, String> leaving = new HashMap<>();
        if (ready.isEmpty()) {
            ready.addAll(serving);
        }
        terminating.stream()
                .filter(address -> !ready.contains(address))
                .forEach(address -> leaving.put(address, ENDING));
        List<InetSocketAddress> all = Stream.concat(ready.stream(), leaving.keySet().stream())
                .distinct()
                .sorted(Addresses.ORDER)
                .toList();
        return new Found(all, leaving, pods);
    }

    private enum State {
        READY,
        /** Terminating, and answers until it has ended. */
        SERVING,
        TERMINATING,
        NOT_READY
    }

    /**
     * A condition that is not said: ready and serving are then yes, terminating no. A Service that publishes pods which are not ready calls them ready to
     * their end, so that terminating is looked at first.
     */
    private static State state(@Nullable EndpointConditions conditions) {
        if (conditions == null) {
            return State.READY;
        }
        if (Boolean.TRUE.equals(conditions.getTerminating())) {
            return Boolean.FALSE.equals(conditions.getServing()) ? State.TERMINATING : State.SERVING;
        }
        return Boolean.FALSE.equals(conditions.getReady()) ? State.NOT_READY : State.READY;
    }

    private static boolean isUsable(EndpointPort port) {
        return port.getPort() != null
                && (port.getProtocol() == null || port.getProtocol().equals("TCP"));
    }

    private static String name(EndpointPort port) {
        return port.getName() == null ? "" : port.getName();
    }

    private static <T> Stream<T> some(@Nullable List<T> list) {
        return list == null ? Stream.of() : list.stream();
    }
}
