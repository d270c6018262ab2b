/**
 * The cluster world: the manifests of {@code k8s/}, driven through the kubectl program. Read
 * {@link sevenlayers.labs.world.cluster.ClusterWorld} first; what differs between kind, minikube and a cluster that is already there is
 * behind {@link sevenlayers.labs.world.cluster.Provider}.
 */
@NullMarked
package sevenlayers.labs.world.cluster;

import org.jspecify.annotations.NullMarked;
