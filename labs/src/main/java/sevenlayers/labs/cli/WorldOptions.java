package sevenlayers.labs.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import sevenlayers.labs.world.WorldChoice;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.WorldKind;

/** The flags that say which world to bring up. */
final class WorldOptions {

    @ArgGroup
    private @Nullable Which which;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "With --cluster: the kubectl context, instead of the current one.")
    private String context = "";

    /** At most one of them. */
    static final class Which {
        @Option(names = "--processes", description = "Plain processes on this machine (the default).")
        private boolean processes;

        @Option(names = "--containers", description = "Containers, by Docker and docker-compose.yml.")
        private boolean containers;

        @Option(names = "--kind", description = "A Kubernetes cluster that is made here by kind, over Docker.")
        private boolean kind;

        @Option(names = "--minikube", description = "A Kubernetes cluster that is made here by minikube.")
        private boolean minikube;

        @Option(names = "--cluster", description = "The cluster of kubectl's current context.")
        private boolean cluster;
    }

    /** Whether a world was named. */
    boolean given() {
        return which != null;
    }

    /** The world that was named; processes if none was. */
    WorldChoice choice() {
        Which flags = which == null ? new Which() : which;
        if (!context.isEmpty() && !flags.cluster) {
            throw new WorldException(
                    "--context names a cluster's context and goes with --cluster only: ./lab up --cluster --context "
                            + context);
        }
        if (flags.containers) {
            return new WorldChoice(WorldKind.CONTAINERS, WorldChoice.Maker.NONE, "");
        }
        if (flags.kind) {
            return new WorldChoice(WorldKind.CLUSTER, WorldChoice.Maker.KIND, "");
        }
        if (flags.minikube) {
            return new WorldChoice(WorldKind.CLUSTER, WorldChoice.Maker.MINIKUBE, "");
        }
        return flags.cluster
                ? new WorldChoice(WorldKind.CLUSTER, WorldChoice.Maker.NONE, context)
                : WorldChoice.PROCESSES;
    }
}
