package sevenlayers.dns.transport;

import java.util.function.Consumer;
import sevenlayers.wire.Bytes;

/** A socket that carries one question, and tells what becomes of it to a {@link Consumer} of {@link News}. */
interface Line extends AutoCloseable {

    /** What becomes of it. */
    sealed interface News {
        /** There is a way to the server, from this port of ours. */
        record Open(int port) implements News {}

        /** A whole message. */
        record Message(Bytes bytes) implements News {}

        /** There will be no more. */
        record End(Ending ending) implements News {}
    }

    @Override
    void close();
}
