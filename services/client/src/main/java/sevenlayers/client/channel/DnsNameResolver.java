package sevenlayers.client.channel;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a name by asking one DNS server, and asks again when the TTL of the answer is over.
 *
 * <p>grpc-java's own resolver for {@code dns:} ignores the server in a target, and knows no TTL: it asks the system, keeps the answer for
 * 30 s, and looks again only when a connection is lost.
 */
final class DnsNameResolver extends NameResolver {
    private static final int SHORTEST_SECONDS = 1;

    private final DnsLookUp lookUp;
    private final String authority;
    private final SynchronizationContext channel;
    private final ScheduledExecutorService timers;
    private final Executor blocking;

    private @Nullable Listener2 listener;
    private SynchronizationContext.@Nullable ScheduledHandle next;
    private boolean resolving;

    /** @param authority what calls are addressed to, whatever address they go to */
    DnsNameResolver(DnsLookUp lookUp, String authority, Args args) {
        this.lookUp = lookUp;
        this.authority = authority;
        this.channel = args.getSynchronizationContext();
        this.timers = args.getScheduledExecutorService();
        Executor offload = args.getOffloadExecutor();
        this.blocking = offload != null ? offload : Thread::startVirtualThread;
    }

    @Override
    public String getServiceAuthority() {
        return authority;
    }

    @Override
    public void start(Listener2 results) {
        listener = results;
        resolve();
    }

    /** The channel lost a connection, or got no addresses. What the server said holds until its TTL is over. */
    @Override
    public void refresh() {
        if (next == null) {
            resolve();
        }
    }

    @Override
    public void shutdown() {
        listener = null;
        if (next != null) {
            next.cancel();
        }
    }

    private void resolve() {
        if (resolving || listener == null) {
            return;
        }
        resolving = true;
        blocking.execute(() -> {
            DnsLookUp.Answer answer = lookUp.now();
            channel.execute(() -> tell(answer));
        });
    }

    private void tell(DnsLookUp.Answer answer) {
        resolving = false;
        if (listener == null) {
            return;
        }
        StatusOr<List<EquivalentAddressGroup>> result = switch (answer) {
            case DnsLookUp.Answer.Addresses some -> {
                again(some.ttl());
                yield StatusOr.fromValue(some.addresses().stream()
                        .map(EquivalentAddressGroup::new)
                        .toList());
            }
            // The channel asks again by itself, later and later.
            case DnsLookUp.Answer.None none -> StatusOr.fromStatus(Status.UNAVAILABLE.withDescription(none.why()));
        };
        listener.onResult2(
                ResolutionResult.newBuilder().setAddressesOrError(result).build());
    }

    private void again(long ttl) {
        next = channel.schedule(
                () -> {
                    next = null;
                    resolve();
                },
                Math.max(SHORTEST_SECONDS, ttl),
                TimeUnit.SECONDS,
                timers);
    }
}
