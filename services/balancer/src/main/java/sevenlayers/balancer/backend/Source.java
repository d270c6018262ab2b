package sevenlayers.balancer.backend;

import java.util.List;

/**
 * Where backends come from, as it was written. Three forms: {@code node:9000}, a name that is looked up again and again;
 * {@code 10.0.0.1:9000,10.0.0.2:9000}, a list, in which names and addresses may be mixed; {@code k8s:///node:9000}, the endpoints of a
 * Kubernetes Service.
 */
public sealed interface Source permits Source.Places, ServiceSource {
    /** The most places that a list may have. */
    int MOST_PLACES = 1_000;

    /** As written. */
    String text();

    /**
     * Names and addresses.
     *
     * @param text as written
     * @param places host and port of each, no two the same
     */
    record Places(String text, List<Place> places) implements Source {
        /** Keeps its own copy of the list. */
        public Places {
            places = List.copyOf(places);
        }
    }

    /**
     * Reads a source.
     *
     * @throws IllegalArgumentException with a sentence that says which part is wrong and what is allowed
     */
    static Source parse(String text) {
        return text.strip().startsWith(ServiceSource.SCHEME) ? ServiceSource.parse(text) : Place.parseAll(text);
    }
}
