package sevenlayers.labs.world;

import java.util.List;

/**
 * What the lab knows of a service before it runs.
 *
 * @param name as in {@code node}
 * @param door its front door on this machine, before any offset
 * @param replicas pods that {@code up} starts
 * @param extras other ports that it offers on this machine
 */
public record ServicePlan(String name, int door, int replicas, List<Extra> extras) {

    /**
     * Another port of a service.
     *
     * @param what for the reader, as in {@code L4}
     * @param port inside the network, and on this machine before any offset
     */
    public record Extra(String what, int port) {}
}
