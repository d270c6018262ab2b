package sevenlayers.handshake.socket;

/** The value of an option, in the shape that it has. */
public sealed interface OptionValue {
    /** Most of them. */
    record Number(long value) implements OptionValue {}

    /** SO_LINGER: -1 is off. */
    record Linger(int seconds) implements OptionValue {}

    /** TCP_CONGESTION. */
    record Text(String value) implements OptionValue {}

    /** SO_RCVTIMEO and SO_SNDTIMEO: 0 is for ever. */
    record Micros(long value) implements OptionValue {}
}
