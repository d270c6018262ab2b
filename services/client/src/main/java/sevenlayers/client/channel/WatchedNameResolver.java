package sevenlayers.client.channel;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A name resolver whose results are checked against the lab's rule and told to the channel's watch.
 *
 * <p>The check may look names up, so it runs on a thread of its own, one result after the other, and the result goes on from there in
 * the channel's synchronization context.
 */
final class WatchedNameResolver extends NameResolver {

    private final NameResolver real;
    private final SynchronizationContext context;
    private final ChannelWatch watch;
    private final ResolutionRule rule;
    /** The check of the result before. */
    private CompletableFuture<Void> before = CompletableFuture.completedFuture(null);

    WatchedNameResolver(NameResolver real, Args args, ChannelWatch watch, ResolutionRule rule) {
        this.real = real;
        this.context = args.getSynchronizationContext();
        this.watch = watch;
        this.rule = rule;
    }

    @Override
    public String getServiceAuthority() {
        return real.getServiceAuthority();
    }

    @Override
    public void start(Listener2 listener) {
        real.start(new Listener2() {
            @Override
            public void onResult(ResolutionResult result) {
                checked(result, listener);
            }

            @Override
            public Status onResult2(ResolutionResult result) {
                checked(result, listener);
                return result.getAddressesOrError().hasValue()
                        ? Status.OK
                        : result.getAddressesOrError().getStatus();
            }

            @Override
            public void onError(Status status) {
                context.execute(() -> failed(status, listener));
            }
        });
    }

    @Override
    public void refresh() {
        real.refresh();
    }

    @Override
    public void shutdown() {
        real.shutdown();
    }

    private synchronized void checked(ResolutionResult result, Listener2 listener) {
        StatusOr<List<EquivalentAddressGroup>> addresses = result.getAddressesOrError();
        before = before.thenRunAsync(
                () -> {
                    Status verdict = rule.judge(addresses.hasValue() ? addresses.getValue() : List.of());
                    context.execute(() -> deliver(result, verdict, listener));
                },
                task -> Thread.ofVirtual().name("resolution-rule").start(task));
    }

    private void deliver(ResolutionResult result, Status verdict, Listener2 listener) {
        StatusOr<List<EquivalentAddressGroup>> addresses = result.getAddressesOrError();
        if (!verdict.isOk()) {
            failed(verdict, listener);
        } else if (!addresses.hasValue()) {
            failed(addresses.getStatus(), listener);
        } else {
            watch.resolved(Addresses.texts(addresses.getValue()));
            listener.onResult2(result);
        }
    }

    private void failed(Status status, Listener2 listener) {
        watch.resolutionFailed(status);
        listener.onResult2(ResolutionResult.newBuilder()
                .setAddressesOrError(StatusOr.fromStatus(status))
                .build());
    }
}
