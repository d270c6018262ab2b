package sevenlayers.labs.course.doors;

import io.grpc.Channel;

/** The front doors of a world. */
public interface Doors extends AutoCloseable {

    /**
     * A channel to a service's front door.
     *
     * @throws DoorProblem if the world has no such service
     */
    Channel channel(String service);

    /** Where it is, as a person writes it: {@code localhost:9005}. */
    String address(String service);

    /** Closes the channels. */
    @Override
    void close();
}
