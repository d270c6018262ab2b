package sevenlayers.handshake.socket;

/** What {@code poll} looks for and finds. The last three need not be asked for. */
public enum PollEvent {
    POLLIN,
    POLLPRI,
    POLLOUT,
    POLLRDHUP,
    POLLERR,
    POLLHUP,
    POLLNVAL
}
