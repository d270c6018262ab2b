/**
 * A Kubernetes Service's endpoints as backends.
 *
 * <p>Read {@link sevenlayers.balancer.kubernetes.Endpoints} first: what the conditions of an endpoint mean.
 * {@link sevenlayers.balancer.kubernetes.EndpointSlices} keeps the list in step by watching the API server.
 */
@NullMarked
package sevenlayers.balancer.kubernetes;

import org.jspecify.annotations.NullMarked;
