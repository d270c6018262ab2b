package sevenlayers.handshake.socket;

/** An IPv4 address and a port: what {@code struct sockaddr_in} holds. */
public record Place(int address, int port) {
    public static final Place ANY = new Place(0, 0);
}
