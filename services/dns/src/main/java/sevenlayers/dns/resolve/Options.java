package sevenlayers.dns.resolve;

/**
 * How one question is to be treated.
 *
 * @param fromCache whether what is known may answer; if not, the walk starts at the root
 * @param minimise as {@link Settings#minimise}
 * @param mixedCase as {@link Settings#mixedCase}
 * @param ednsSize as {@link Settings#ednsSize}
 */
public record Options(boolean fromCache, boolean minimise, boolean mixedCase, int ednsSize) {

    /** As the resolver is set. */
    public static Options of(Settings settings) {
        return new Options(true, settings.minimise(), settings.mixedCase(), settings.ednsSize());
    }
}
