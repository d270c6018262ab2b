package sevenlayers.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.balancer.testing.Await;

@Timeout(60)
class WatchesTest {
    private final Watches watches = new Watches();

    @AfterEach
    void leave() {
        watches.goAway();
    }

    @Test
    void whatHappensWhileASenderFallsAsleepIsStillSent() throws Exception {
        AtomicInteger happened = new AtomicInteger();
        AtomicInteger sent = new AtomicInteger();
        AtomicReference<Runnable> watcher = new AtomicReference<>();
        Client client = new Client();
        watches.start(
                client,
                told -> {
                    watcher.set(told);
                    return () -> {};
                },
                () -> sent.get() < happened.get() ? sent.incrementAndGet() : null);
        Await.until(() -> watcher.get() != null);
        for (int i = 1; i <= 2_000; i++) {
            int number = i;
            happened.set(number);
            Objects.requireNonNull(watcher.get()).run();
            if (number % 100 == 0) {
                Await.until(() -> client.last == number);
            }
        }
        assertThat(client.last).isEqualTo(2_000);
    }

    @Test
    void oneTooManyIsRefusedUntilAnotherEnds() throws Exception {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < Watches.MOST; i++) {
            clients.add(watching());
        }
        StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, this::watching);
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(refused.getStatus().getDescription()).contains("32 streams watch this balancer");
        clients.getFirst().cancel();
        Await.until(() -> {
            try {
                watching();
                return true;
            } catch (StatusRuntimeException _) {
                return false;
            }
        });
    }

    private Client watching() {
        Client client = new Client();
        watches.start(client, _ -> () -> {}, () -> null);
        return client;
    }

    /** A client that always reads. */
    private static final class Client extends ServerCallStreamObserver<Integer> {
        volatile int last;
        private volatile boolean cancelled;
        private volatile Runnable onCancel = () -> {};

        void cancel() {
            cancelled = true;
            onCancel.run();
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {
            onCancel = handler;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void onNext(Integer value) {
            last = value;
        }

        @Override
        public void setOnReadyHandler(Runnable handler) {
            // It is ready from the start.
        }

        @Override
        public void setCompression(String compression) {
            // Not asked for here.
        }

        @Override
        public void setMessageCompression(boolean enable) {
            // Nor this.
        }

        @Override
        public void disableAutoInboundFlowControl() {
            // There is nothing inbound.
        }

        @Override
        public void request(int count) {
            // As above.
        }

        @Override
        public void onError(Throwable cause) {
            throw new AssertionError(cause);
        }

        @Override
        public void onCompleted() {
            // The pod leaves.
        }
    }
}
