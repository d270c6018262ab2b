package sevenlayers.balancer;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The server's side of a call that has one answer. */
final class AnsweredCall<T> extends ServerCallStreamObserver<T> {
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private volatile boolean cancelled;
    private volatile @Nullable Runnable onCancel;

    T answer() throws Exception {
        return answer.get(100, TimeUnit.SECONDS);
    }

    void cancel() {
        cancelled = true;
        Runnable told = onCancel;
        if (told != null) {
            told.run();
        }
    }

    @Override
    public void onNext(T value) {
        answer.complete(value);
    }

    @Override
    public void onError(Throwable failure) {
        answer.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {}

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {
        onCancel = handler;
    }

    @Override
    public void setCompression(String compression) {}

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {}

    @Override
    public void disableAutoInboundFlowControl() {}

    @Override
    public void request(int count) {}

    @Override
    public void setMessageCompression(boolean enable) {}
}
