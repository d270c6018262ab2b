package sevenlayers.labs.world.containers;

import com.fasterxml.jackson.databind.JsonNode;
import sevenlayers.labs.world.PodStatus.State;

/**
 * One container of the project, as {@code docker inspect} tells of it.
 *
 * @param id Docker's name for it
 * @param service the compose service
 * @param number which of the service's replicas, from 1
 * @param image the image that it runs, {@code seven-layers/node:0f3a…}
 * @param address on the lab's network; empty when it does not run
 * @param state what Docker can tell by itself; a container that runs and has been healthy is READY
 * @param detail how it ended, if it did
 */
record Container(String id, String service, int number, String image, String address, State state, String detail) {

    /** The pod's name, the same in every world. */
    String pod() {
        return service + "-" + number;
    }

    /** Whether something can be run inside it. */
    boolean running() {
        return switch (state) {
            case STARTING, READY, NOT_READY -> true;
            case PAUSED, DEAD -> false;
        };
    }

    /** Reads one element of what {@code docker inspect} prints. */
    static Container of(JsonNode inspected) {
        JsonNode labels = inspected.path("Config").path("Labels");
        JsonNode life = inspected.path("State");
        String address = "";
        for (JsonNode network : inspected.path("NetworkSettings").path("Networks")) {
            address = network.path("IPAddress").asText();
        }
        return new Container(
                inspected.path("Id").asText(),
                labels.path("com.docker.compose.service").asText(),
                labels.path("com.docker.compose.container-number").asInt(),
                inspected.path("Config").path("Image").asText(),
                address,
                state(life),
                detail(life));
    }

    private static State state(JsonNode life) {
        return switch (life.path("Status").asText()) {
            case "running" ->
                switch (life.path("Health").path("Status").asText()) {
                    case "healthy", "" -> State.READY;
                    case "starting" -> State.STARTING;
                    default -> State.NOT_READY;
                };
            case "paused" -> State.PAUSED;
            case "created", "restarting" -> State.STARTING;
            default -> State.DEAD;
        };
    }

    private static String detail(JsonNode life) {
        if (!life.path("Status").asText().equals("exited")) {
            return "";
        }
        int status = life.path("ExitCode").asInt();
        if (life.path("OOMKilled").asBoolean()) {
            return "ended by the kernel: it needed more memory than it may have";
        }
        return switch (status) {
            case 137 -> "killed (SIGKILL)";
            case 143 -> "stopped (SIGTERM)";
            default -> "ended with status " + status;
        };
    }
}
