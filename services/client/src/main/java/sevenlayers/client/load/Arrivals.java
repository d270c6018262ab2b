package sevenlayers.client.load;

/** The moments at which the calls of an open loop are meant to start. */
public interface Arrivals {

    /** The next moment, in nanoseconds since the load began; never before the one that came before. */
    long nextNanos();
}
