package sevenlayers.chassis.unified;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Hears from Netty of every TCP connection that any server of this process accepts.
 *
 * <p>Vert.x tells of a connection at its first request only, Quarkus keeps its connection handler to itself, and a connection that has
 * never carried a request needs a GOAWAY like any other. Netty finds this class by ServiceLoader when the system property {@link
 * #EXTENSIONS_SYSTEM_PROPERTY} allows it.
 */
public final class AcceptedChannels extends ChannelInitializerExtension {
    private static volatile @Nullable UnifiedConnections listener;

    /** Has Netty load this class: before the first socket is opened, because Netty looks once which extensions it has. */
    static void load() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    static void tell(UnifiedConnections connections) {
        listener = connections;
    }

    @Override
    public void postInitializeServerChildChannel(Channel accepted) {
        UnifiedConnections connections = listener;
        if (connections != null) {
            connections.accepted(accepted);
        }
    }
}
