package sevenlayers.balancer.backend;

/** Port numbers as people write them. */
final class Ports {
    private Ports() {}

    /** 1 to 65,535, or -1 for anything else. */
    static int parse(String text) {
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
        return port >= 1 && port <= 65_535 ? port : -1;
    }
}
