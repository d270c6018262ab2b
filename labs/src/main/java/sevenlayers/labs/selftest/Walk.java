package sevenlayers.labs.selftest;

/** A way through a lab that is up, as a person may take it. */
interface Walk {

    /** @throws Broken at the first thing that is not as it must be */
    void take(Trial trial);
}
