/**
 * The load balancer as an application: settings in, doors open, decisions out.
 *
 * <p>Only thin adapters stand here. What decides is in {@link sevenlayers.balancer.policy}, what carries is in
 * {@link sevenlayers.balancer.l4} and {@link sevenlayers.balancer.l7}; those packages know neither Quarkus, gRPC nor protobuf.
 */
@NullMarked
package sevenlayers.balancer;

import org.jspecify.annotations.NullMarked;
