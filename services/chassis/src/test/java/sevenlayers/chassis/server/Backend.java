package sevenlayers.chassis.server;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sevenlayers.chassis.call.CurrentCall;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.node.v1.ExchangeWorkRequest;
import sevenlayers.node.v1.ExchangeWorkResponse;
import sevenlayers.node.v1.NodeServiceGrpc;
import sevenlayers.node.v1.StreamWorkRequest;
import sevenlayers.node.v1.StreamWorkResponse;
import sevenlayers.node.v1.WorkRequest;
import sevenlayers.node.v1.WorkResponse;

/** A service to try the chassis with: it answers, fails in each way there is, and says whether it was cancelled. */
public class Backend extends NodeServiceGrpc.NodeServiceImplBase {
    /** {@code payload_bytes} of a request for which the handler throws what nobody foresaw. */
    public static final int THROW = -1;

    /** ... for which it finds two violations. */
    public static final int VIOLATE = -2;

    /** ... for which it gives an exception to the observer. */
    public static final int GIVE_ERROR = -3;

    /** ... for which it waits until its context is cancelled. */
    public static final int WAIT_FOR_CANCEL = -4;

    /** Counted down when a call that waits saw its context cancelled. */
    public static volatile CountDownLatch cancelled = new CountDownLatch(1);

    /** Counted down when a stream was told that its caller went away. */
    public static volatile CountDownLatch streamCancelled = new CountDownLatch(1);

    @Override
    public void work(WorkRequest request, StreamObserver<WorkResponse> responses) {
        switch (request.getWork().getPayloadBytes()) {
            case THROW -> throw new IllegalStateException("secret at /etc/lab");
            case VIOLATE ->
                new Violations()
                        .range("work.cpu_micros", -1, 0, 60)
                        .check(false, "work", "odd; allowed: even")
                        .throwIfAny();
            case GIVE_ERROR -> {
                responses.onError(new IllegalStateException("secret at /etc/lab"));
                return;
            }
            case WAIT_FOR_CANCEL -> waitForCancel();
            default -> {}
        }
        responses.onNext(
                WorkResponse.newBuilder().setAnswer(CurrentCall.answer()).build());
        responses.onCompleted();
    }

    @Override
    public void streamWork(StreamWorkRequest request, StreamObserver<StreamWorkResponse> responses) {
        ((ServerCallStreamObserver<StreamWorkResponse>) responses)
                .setOnCancelHandler(() -> streamCancelled.countDown());
        responses.onNext(
                StreamWorkResponse.newBuilder().setAnswer(CurrentCall.answer()).build());
    }

    @Override
    public StreamObserver<ExchangeWorkRequest> exchangeWork(StreamObserver<ExchangeWorkResponse> responses) {
        return new StreamObserver<>() {
            private int index;

            @Override
            public void onNext(ExchangeWorkRequest request) {
                responses.onNext(ExchangeWorkResponse.newBuilder()
                        .setAnswer(CurrentCall.answer())
                        .setIndex(++index)
                        .build());
            }

            @Override
            public void onError(Throwable cause) {
                streamCancelled.countDown();
            }

            @Override
            public void onCompleted() {
                responses.onCompleted();
            }
        };
    }

    private static void waitForCancel() {
        CountDownLatch ended = new CountDownLatch(1);
        Context.current().addListener(_ -> ended.countDown(), Runnable::run);
        try {
            if (ended.await(20, TimeUnit.SECONDS)) {
                cancelled.countDown();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
