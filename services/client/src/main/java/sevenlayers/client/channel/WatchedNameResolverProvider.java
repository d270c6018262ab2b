package sevenlayers.client.channel;

import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;

/**
 * Resolves {@code lab:///node:9000} as {@code dns:///node:9000} is resolved in this process, and {@code lab://dns:5300/node.lab} by asking
 * the server that it names, and tells the channel's watch. A scheme of
 * its own leaves {@code dns} to whoever provides it: grpc-java, or the chassis where the lab's pods share one address.
 */
final class WatchedNameResolverProvider extends NameResolverProvider {

    private static final String SCHEME = "lab";

    /** The target string for grpc-java. */
    static String uriOf(Target target) {
        return uri(SCHEME, target.server().map(Nameserver::toString).orElse(""), "/" + target.authority())
                .toString();
    }

    @Override
    protected boolean isAvailable() {
        return true;
    }

    @Override
    protected int priority() {
        return 5;
    }

    @Override
    public String getDefaultScheme() {
        return SCHEME;
    }

    @Override
    public NameResolver newNameResolver(URI uri, NameResolver.Args args) {
        ResolutionRule rule = Objects.requireNonNull(args.getArg(ResolutionRule.KEY));
        NameResolver real = rule.target()
                .server()
                .<NameResolver>map(server -> new DnsNameResolver(
                        new DnsLookUp(rule.target(), server, rule.targets().names()),
                        rule.target().authority(),
                        args))
                .orElseGet(() -> system(uri, args));
        return new WatchedNameResolver(real, args, Objects.requireNonNull(args.getArg(ChannelWatch.KEY)), rule);
    }

    private static NameResolver system(URI uri, NameResolver.Args args) {
        return Objects.requireNonNull(NameResolverRegistry.getDefaultRegistry()
                .asFactory()
                .newNameResolver(uri("dns", "", uri.getPath()), args));
    }

    private static URI uri(String scheme, String authority, String path) {
        try {
            return new URI(scheme, authority, path, null, null);
        } catch (URISyntaxException cannotBe) {
            throw new IllegalArgumentException(path, cannotBe);
        }
    }
}
