package sevenlayers.labs.world.processes;

import sevenlayers.labs.world.ServicePlan;

/**
 * Which pod.
 *
 * @param service what it is one of
 * @param number from 1
 */
record PodId(ServicePlan service, int number) {

    /** As in {@code node-2}. */
    String name() {
        return service.name() + "-" + number;
    }
}
