package sevenlayers.handshake.socket;

/** Why a call failed: POSIX's name, Linux's number, and what it means for a TCP socket. */
public enum Errno {
    ENOENT(2, "There is no congestion control of that name."),
    EBADF(9, "This is no open descriptor."),
    EAGAIN(11, "It would have to wait, and the socket or the call is not to block, or its time is over."),
    EINVAL(22, "The socket cannot do this now, or the value is none that it takes."),
    EMFILE(24, "The process has as many descriptors as it may have."),
    EPIPE(32, "The connection is closed for writing."),
    EDOM(33, "The value is too large."),
    ENONET(64, "The host is cut off."),
    EPROTO(71, "The other end reports a fault in the header."),
    EMSGSIZE(90, "The packet is too large for the way."),
    ENOPROTOOPT(92, "There is no such option."),
    EOPNOTSUPP(95, "A TCP socket does not do this."),
    EADDRINUSE(98, "Somebody has this port."),
    EADDRNOTAVAIL(99, "This address is none of the host's, or no port is left."),
    ENETUNREACH(101, "There is no way to that network."),
    ECONNABORTED(103, "The connection was given up before it was accepted."),
    ECONNRESET(104, "The other end has reset the connection."),
    EISCONN(106, "It is connected already."),
    ENOTCONN(107, "It is not connected."),
    ETIMEDOUT(110, "The other end did not answer for too long."),
    ECONNREFUSED(111, "The other end refused: nobody listens there."),
    EHOSTDOWN(112, "The host is down."),
    EHOSTUNREACH(113, "There is no way to that host."),
    EALREADY(114, "The connection is being opened already."),
    EINPROGRESS(115, "The connection is being opened; poll says when it is.");

    private final int number;
    private final String meaning;

    Errno(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** On Linux, x86-64. */
    public int number() {
        return number;
    }

    public String meaning() {
        return meaning;
    }
}
