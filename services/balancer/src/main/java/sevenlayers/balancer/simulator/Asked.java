package sevenlayers.balancer.simulator;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.policy.Request;

/**
 * The request that a policy chooses for: one object for all of them, told of each in turn. A key is looked for only if a policy asks for
 * it, and made once.
 */
final class Asked implements Request {
    private static final int PORT = 40_000;

    private final Keys.Line line;
    private final @Nullable InetSocketAddress[] clients;
    private final @Nullable Optional<String>[] texts;
    private long now;
    private double luck;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a parameterised type
    Asked(Keys keys) {
        line = keys.line();
        clients = new InetSocketAddress[keys.count()];
        texts = new Optional[keys.count()];
    }

    /**
     * The next one.
     *
     * @param luck from 0 to less than 1; decides on its key
     */
    void next(long now, double luck) {
        this.now = now;
        this.luck = luck;
    }

    @Override
    public InetSocketAddress client() {
        int key = line.at(luck);
        InetSocketAddress client = clients[key];
        if (client == null) {
            client = new InetSocketAddress(address(key), PORT);
            clients[key] = client;
        }
        return client;
    }

    @Override
    public Set<Backend> tried() {
        return Set.of();
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public String path() {
        return "/" + text().orElse("");
    }

    @Override
    public Optional<String> header(String name) {
        return text();
    }

    private Optional<String> text() {
        int key = line.at(luck);
        Optional<String> text = texts[key];
        if (text == null) {
            text = Optional.of("key-" + key);
            texts[key] = text;
        }
        return text;
    }

    /** 10.0.0.0 and onwards. */
    private static InetAddress address(int key) {
        try {
            return InetAddress.getByAddress(new byte[] {10, (byte) (key >> 16), (byte) (key >> 8), (byte) key});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
