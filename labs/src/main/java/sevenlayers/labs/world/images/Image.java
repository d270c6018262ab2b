package sevenlayers.labs.world.images;

/**
 * The image of a service.
 *
 * @param service as in {@code node}
 * @param tag the digest of all that goes into it: another tag is another image
 */
public record Image(String service, String tag) {

    /** What all images of the lab are called, before the service. */
    public static final String FAMILY = "seven-layers/";

    /** The tag of images that people build by hand; the manifests and the compose file name it. */
    public static final String BY_HAND = "dev";

    /** The repository part, {@code seven-layers/node}. */
    public String repository() {
        return FAMILY + service;
    }

    /** The whole name, {@code seven-layers/node:0f3a…}. */
    public String name() {
        return repository() + ":" + tag;
    }

    /** Reads a whole name, {@code seven-layers/node:0f3a…}. */
    public static Image of(String name) {
        int colon = name.lastIndexOf(':');
        return new Image(name.substring(name.indexOf('/') + 1, colon), name.substring(colon + 1));
    }
}
