package sevenlayers.labs.cli;

/**
 * One thing that {@code ./lab doctor} looked at.
 *
 * @param what it is
 * @param seen what was found, and what to do if that is not enough
 * @param neededFor what it is for
 */
record Finding(Verdict verdict, String what, String seen, String neededFor) {

    /** What it means for the lab. */
    enum Verdict {
        THERE,
        /** Missing, and only something that was not asked for needs it. */
        NOT_THERE,
        /** {@code ./lab up} will fail. */
        IN_THE_WAY
    }
}
