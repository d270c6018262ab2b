package sevenlayers.node;

import static java.util.Objects.requireNonNull;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Completes a future with the last answer when the call has ended, or with its failure. */
class Observer<T> implements StreamObserver<T> {

    private final CompletableFuture<T> ended;
    private volatile @Nullable T last;

    Observer(CompletableFuture<T> ended) {
        this.ended = ended;
    }

    @Override
    public void onNext(T answer) {
        last = answer;
    }

    @Override
    public void onError(Throwable failure) {
        ended.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
        ended.complete(requireNonNull(last));
    }
}
