/**
 * A gRPC client inside the lab's network. {@link sevenlayers.client.ClientService} maps the contract's calls to what does them: {@code
 * drive} makes load, {@code relay} reaches one pod, {@code channel} opens watched channels.
 */
@NullMarked
package sevenlayers.client;

import org.jspecify.annotations.NullMarked;
