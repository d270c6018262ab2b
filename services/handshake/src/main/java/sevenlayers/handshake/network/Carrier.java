package sevenlayers.handshake.network;

import sevenlayers.handshake.memory.Allowance;

/** What a host's packets go into: a network, or somebody's hands. */
public interface Carrier {
    /** A packet of a host, no larger than {@link #mtu} says. */
    void send(Node from, Packet packet);

    /** The MTU of the first link on the way from a host to an address; 0: there is no way. */
    int mtu(Node from, int destination);

    /** What all that is on its way, and those who send it, may hold. */
    Allowance allowance();
}
