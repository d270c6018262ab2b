/**
 * grpc-java channels that tell what happens in them. Read {@link sevenlayers.client.channel.ChannelOpener} first: it hangs a
 * {@link sevenlayers.client.channel.ChannelWatch} on each channel it opens, and three observers feed that watch: the name resolver
 * ({@code WatchedNameResolver}), the load balancer ({@code WatchedLoadBalancer}) and the socket ({@code SocketWatch}). Each wraps what
 * grpc-java would have used and changes nothing of what it does.
 */
@NullMarked
package sevenlayers.client.channel;

import org.jspecify.annotations.NullMarked;
