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
     * @param place where pods share one address: which of their ten ports it is, 1 to 9; a service has the last digit of its front door
     * @param datagrams whether it is a port of UDP, too, beside TCP
     */
    public record Extra(String what, int port, int place, boolean datagrams) {
        /** A port of TCP. */
        static Extra tcp(String what, int port, int place) {
            return new Extra(what, port, place, false);
        }

        /** A port of UDP and TCP. */
        static Extra udpAndTcp(String what, int port, int place) {
            return new Extra(what, port, place, true);
        }
    }
}
