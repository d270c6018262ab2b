package sevenlayers.handshake.scenario;

/** Takes events; is asked before one is made, so that what nobody wants costs nothing. */
public interface EventSink {
    /** Nobody watches. */
    EventSink NOBODY = new EventSink() {
        @Override
        public boolean wants(Event.Kind kind, long atNanos, String host, String connection) {
            return false;
        }

        @Override
        public void take(Event event) {}
    };

    boolean wants(Event.Kind kind, long atNanos, String host, String connection);

    void take(Event event);

    /** Whether segments without data, SYN, FIN or RST are wanted. */
    default boolean wantsPureAcknowledgments() {
        return true;
    }

    /** Whether events are to say how both ends see the connection. */
    default boolean wantsViews() {
        return true;
    }

    /** Whether enough has been told. */
    default boolean isFull() {
        return false;
    }
}
