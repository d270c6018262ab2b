package sevenlayers.dns.transport;

import java.util.function.Consumer;
import sevenlayers.wire.Bytes;

/** A socket that carries one question, and tells what comes back to a {@link Consumer} of {@link News}. */
interface Line extends AutoCloseable {

    /** What comes back. */
    sealed interface News {
        /** A whole message. */
        record Message(Bytes bytes) implements News {}

        /** There will be no more. */
        record End(Ending ending) implements News {}
    }

    /** Of ours, from which the question went. */
    int port();

    @Override
    void close();
}
