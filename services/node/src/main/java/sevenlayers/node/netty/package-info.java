/**
 * A look under grpc-java: its server's connections as Netty channels.
 *
 * <p>grpc-java has no way to change the maximum connection age of a server that runs, nor to say why a connection closed. Both need the
 * channel. {@link sevenlayers.node.netty.AcceptedChannels} stands in the pipeline of the listening channel, sees each accepted
 * channel first, and puts a {@link sevenlayers.node.netty.AcceptedChannel} into its pipeline.
 */
@NullMarked
package sevenlayers.node.netty;

import org.jspecify.annotations.NullMarked;
