package sevenlayers.handshake.host;

/** What tells a connection from every other (RFC 9293 §4: "connection"). */
record FourTuple(int local, int localPort, int remote, int remotePort) {}
