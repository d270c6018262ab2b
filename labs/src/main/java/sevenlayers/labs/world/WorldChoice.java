package sevenlayers.labs.world;

/**
 * Which world was asked for.
 *
 * @param kind its kind
 * @param maker who makes the cluster, if any
 * @param context the kubectl context to use; empty: the current one, until {@link Worlds#settled} names it
 */
public record WorldChoice(WorldKind kind, Maker maker, String context) {

    /** Plain processes on this machine. */
    public static final WorldChoice PROCESSES = new WorldChoice(WorldKind.PROCESSES, Maker.NONE, "");

    /** Who makes the cluster. */
    public enum Maker {
        /** Nobody: there is no cluster, or it exists already. */
        NONE,
        /** The kind program, over Docker. */
        KIND,
        /** The minikube program. */
        MINIKUBE
    }

    /** The flag of {@code ./lab up} that asks for it, as in {@code --kind}; empty for processes. */
    public String flag() {
        return switch (kind) {
            case PROCESSES -> "";
            case CONTAINERS -> "--containers";
            case CLUSTER ->
                switch (maker) {
                    case NONE -> context.isEmpty() ? "--cluster" : "--cluster --context " + context;
                    case KIND -> "--kind";
                    case MINIKUBE -> "--minikube";
                };
        };
    }
}
