package sevenlayers.labs.world.processes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.ServicePlan;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.relay.Door;
import sevenlayers.labs.world.relay.PortHolder;
import sevenlayers.labs.world.relay.Relay;

/** The front doors of the processes world, and whether its pods' own ports are free. */
final class Doors {

    private final Layout layout;
    private final Function<ServicePlan, List<PodProcess>> ready;
    private final List<Door> open = new ArrayList<>();

    /**
     * Doors that are closed yet.
     *
     * @param ready the pods of a service that are ready, by number
     */
    Doors(Layout layout, Function<ServicePlan, List<PodProcess>> ready) {
        this.layout = layout;
        this.ready = ready;
    }

    /** Opens all of them, or none. */
    void open() {
        if (!open.isEmpty()) {
            return;
        }
        try {
            for (ServicePlan service : layout.services()) {
                open.add(Relay.open(
                        layout.door(service),
                        service.name(),
                        () -> ready.apply(service).stream()
                                .map(PodProcess::grpc)
                                .toList()));
                for (ServicePlan.Extra extra : service.extras()) {
                    open.addAll(Door.open(
                            layout.door(extra),
                            service.name() + "'s " + extra.what(),
                            extra,
                            () -> addresses(service, extra)));
                }
            }
        } catch (WorldException e) {
            close();
            throw e;
        }
    }

    /** Says who is in the way if a port that one of {@code pods} needs is taken. */
    void checkFree(List<PodId> pods) {
        for (PodId pod : pods) {
            String address = layout.podAddress(pod.service(), pod.number());
            layout.podPorts(pod.service(), pod.number()).forEach(port -> checkFree(pod, address, port));
        }
    }

    void close() {
        open.forEach(Door::close);
        open.clear();
    }

    private List<InetSocketAddress> addresses(ServicePlan service, ServicePlan.Extra extra) {
        return ready.apply(service).stream()
                .map(pod -> new InetSocketAddress(
                        pod.grpc().getAddress(),
                        layout.podPort(service, pod.id().number(), extra)))
                .toList();
    }

    private static void checkFree(PodId pod, String address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("assign")) {
                throw new WorldException(
                        "The address " + address + ", " + pod.name()
                                + "'s, is not on this machine: it has one loopback address only.\n"
                                + "Let the pods share it, on ports of their own: LAB_ONE_LOOPBACK=1 ./lab up",
                        e);
            }
            throw PortHolder.taken(address, port, "which " + pod.name() + " needs on " + address, e);
        }
    }
}
