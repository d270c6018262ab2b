package sevenlayers.node.connection;

/**
 * How old a connection gets.
 *
 * @param maxAgeMillis age at which it is told to go away, in milliseconds; 0 is never
 * @param graceMillis how long calls in flight may go on after that, in milliseconds; 0 is for as long as they need
 */
public record AgeLimits(long maxAgeMillis, long graceMillis) {

    /** The shortest maximum age but none, in milliseconds: a shorter one would have clients do nothing but connect. */
    public static final long MIN_AGE_MILLIS = 100;

    /** The longest maximum age and grace, in milliseconds: a day. */
    public static final long MAX_MILLIS = 86_400_000;

    /** Connections live for as long as both ends like. */
    public static final AgeLimits NONE = new AgeLimits(0, 0);
}
