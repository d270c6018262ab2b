package sevenlayers.chassis.names;

import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sevenlayers.chassis.identity.PodSettings;

/** Scheme {@code dns} by the names file, in place of grpc-java's own: for pods that share one address. */
public final class LabNameResolverProvider extends NameResolverProvider {
    /** Above the 5 of grpc-java's own. */
    private static final int PRIORITY = 6;

    private static final int DEFAULT_PORT = 9000;

    private final Names names;

    LabNameResolverProvider(Names names) {
        this.names = names;
    }

    /** Makes every channel of this process resolve {@code dns:///name} by the names file, if there is one. */
    public static void registerIfNamed(PodSettings settings) {
        if (settings.names().isPresent()) {
            NameResolverRegistry.getDefaultRegistry().register(new LabNameResolverProvider(new Names(settings)));
        }
    }

    @Override
    public String getDefaultScheme() {
        return "dns";
    }

    @Override
    protected boolean isAvailable() {
        return true;
    }

    @Override
    protected int priority() {
        return PRIORITY;
    }

    @Override
    public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
        return List.of(InetSocketAddress.class);
    }

    @Override
    public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args args) {
        if (!"dns".equals(target.getScheme())
                || target.getPath() == null
                || target.getPath().length() < 2) {
            return null;
        }
        URI authority = URI.create("//" + target.getPath().substring(1));
        String host = authority.getHost() == null ? authority.getAuthority() : authority.getHost();
        return new LabNameResolver(names, host, authority.getPort() < 0 ? DEFAULT_PORT : authority.getPort(), args);
    }
}
