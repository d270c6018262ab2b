package sevenlayers.chassis.names;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Resolves one name by {@link Names}. Like grpc-java's own it keeps an answer for {@code networkaddress.cache.ttl} seconds, 30 when that
 * is not set, however often the channel asks in between.
 */
final class LabNameResolver extends NameResolver {
    private final Names names;
    private final String host;
    private final int port;
    private final SynchronizationContext channel;
    private final Executor blocking;
    private final long keptNanos = Long.getLong("networkaddress.cache.ttl", 30) * 1_000_000_000L;

    private @Nullable Listener2 listener;
    private @Nullable Long answeredNanos;
    private boolean resolving;

    LabNameResolver(Names names, String host, int port, Args args) {
        this.names = names;
        this.host = host;
        this.port = port;
        this.channel = args.getSynchronizationContext();
        Executor offload = args.getOffloadExecutor();
        this.blocking = offload != null ? offload : Thread::startVirtualThread;
    }

    @Override
    public String getServiceAuthority() {
        return host + ":" + port;
    }

    @Override
    public void start(Listener2 results) {
        listener = results;
        resolve();
    }

    @Override
    public void refresh() {
        if (answeredNanos == null || System.nanoTime() - answeredNanos >= keptNanos) {
            resolve();
        }
    }

    @Override
    public void shutdown() {
        listener = null;
    }

    private void resolve() {
        if (resolving || listener == null) {
            return;
        }
        resolving = true;
        blocking.execute(() -> {
            StatusOr<List<EquivalentAddressGroup>> answer = lookUp();
            channel.execute(() -> tell(answer));
        });
    }

    private StatusOr<List<EquivalentAddressGroup>> lookUp() {
        try {
            List<InetSocketAddress> addresses = names.lookUp(host, port);
            return addresses.isEmpty()
                    ? StatusOr.fromStatus(Status.UNAVAILABLE.withDescription(host + " has no address"))
                    : StatusOr.fromValue(
                            addresses.stream().map(EquivalentAddressGroup::new).toList());
        } catch (UnknownHostException e) {
            return StatusOr.fromStatus(Status.UNAVAILABLE
                    .withDescription("Unable to resolve host " + host)
                    .withCause(e));
        }
    }

    private void tell(StatusOr<List<EquivalentAddressGroup>> answer) {
        resolving = false;
        answeredNanos = answer.hasValue() ? Long.valueOf(System.nanoTime()) : null;
        if (listener != null) {
            listener.onResult2(
                    ResolutionResult.newBuilder().setAddressesOrError(answer).build());
        }
    }
}
