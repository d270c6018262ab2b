package sevenlayers.labs.agent;

import com.google.protobuf.util.Timestamps;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sevenlayers.lab.v1.BringUpRequest;
import sevenlayers.lab.v1.BringUpResponse;
import sevenlayers.lab.v1.GetWorldRequest;
import sevenlayers.lab.v1.GetWorldResponse;
import sevenlayers.lab.v1.PausePodRequest;
import sevenlayers.lab.v1.PausePodResponse;
import sevenlayers.lab.v1.ReadLogsRequest;
import sevenlayers.lab.v1.ReadLogsResponse;
import sevenlayers.lab.v1.ResumePodRequest;
import sevenlayers.lab.v1.ResumePodResponse;
import sevenlayers.lab.v1.ScaleRequest;
import sevenlayers.lab.v1.ScaleResponse;
import sevenlayers.lab.v1.StopPodRequest;
import sevenlayers.lab.v1.StopPodResponse;
import sevenlayers.lab.v1.TakeDownRequest;
import sevenlayers.lab.v1.TakeDownResponse;
import sevenlayers.lab.v1.WorldServiceGrpc;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.ServiceStatus;
import sevenlayers.labs.world.World;

/** Maps {@code WorldService} to a {@link World} and back. */
final class WorldAdapter extends WorldServiceGrpc.WorldServiceImplBase {

    private static final int LINES = 100;
    private static final int MOST_LINES = 100_000;

    private final World world;
    private final Path directory;
    private final Runnable afterDown;
    private final Instant upSince = Instant.now();

    /**
     * An adapter.
     *
     * @param directory the checkout that the world was started from
     * @param afterDown what to do when the world has been taken down
     */
    WorldAdapter(World world, Path directory, Runnable afterDown) {
        this.world = world;
        this.directory = directory;
        this.afterDown = afterDown;
    }

    @Override
    public void getWorld(GetWorldRequest request, StreamObserver<GetWorldResponse> answer) {
        List<ServiceStatus> services = world.measured();
        answer.onNext(GetWorldResponse.newBuilder()
                .setWorld(Messages.world(world.kind()))
                .setContext(world.context())
                .addAllServices(services.stream().map(Messages::service).toList())
                .setUpSince(Timestamps.fromMillis(upSince.toEpochMilli()))
                .setDirectory(directory.toString())
                .build());
        answer.onCompleted();
    }

    @Override
    public void bringUp(BringUpRequest request, StreamObserver<BringUpResponse> answer) {
        onThread(
                answer,
                () -> world.up(step -> answer.onNext(BringUpResponse.newBuilder()
                        .setWhat(step.what())
                        .setDone(step.done())
                        .setOf(step.of())
                        .build())));
    }

    @Override
    public void takeDown(TakeDownRequest request, StreamObserver<TakeDownResponse> answer) {
        world.down(step -> answer.onNext(TakeDownResponse.newBuilder()
                .setWhat(step.what())
                .setDone(step.done())
                .setOf(step.of())
                .build()));
        answer.onCompleted();
        afterDown.run();
    }

    @Override
    public void scale(ScaleRequest request, StreamObserver<ScaleResponse> answer) {
        Requests.service(world, request.getService());
        Requests.inRange("replicas", request.getReplicas(), 1, Layout.MAX_REPLICAS);
        int previous = world.scale(request.getService(), request.getReplicas());
        ScaleResponse.Builder response = ScaleResponse.newBuilder().setPrevious(previous);
        find(request.getService()).map(Messages::service).ifPresent(response::setService);
        answer.onNext(response.build());
        answer.onCompleted();
    }

    @Override
    public void stopPod(StopPodRequest request, StreamObserver<StopPodResponse> answer) {
        world.stop(Requests.pod(world, request.getPod()), request.getKill());
        answer.onNext(StopPodResponse.getDefaultInstance());
        answer.onCompleted();
    }

    @Override
    public void pausePod(PausePodRequest request, StreamObserver<PausePodResponse> answer) {
        world.pause(Requests.pod(world, request.getPod()));
        answer.onNext(PausePodResponse.getDefaultInstance());
        answer.onCompleted();
    }

    @Override
    public void resumePod(ResumePodRequest request, StreamObserver<ResumePodResponse> answer) {
        world.resume(Requests.pod(world, request.getPod()));
        answer.onNext(ResumePodResponse.getDefaultInstance());
        answer.onCompleted();
    }

    @Override
    public void readLogs(ReadLogsRequest request, StreamObserver<ReadLogsResponse> answer) {
        int last = request.hasLast() ? Requests.inRange("last", request.getLast(), 0, MOST_LINES) : LINES;
        List<String> pods = Requests.podsOf(world, request.getName());
        onThread(answer, () -> readLogs(pods, last, request.getFollow(), answer));
    }

    private void readLogs(List<String> pods, int last, boolean follow, StreamObserver<ReadLogsResponse> answer) {
        var readers = new ArrayList<Thread>();
        var failure = new AtomicReference<@Nullable RuntimeException>();
        Object writing = new Object();
        for (String pod : pods) {
            Consumer<String> line = text -> {
                synchronized (writing) {
                    answer.onNext(ReadLogsResponse.newBuilder()
                            .setPod(pod)
                            .setLine(text)
                            .build());
                }
            };
            Thread reader = Thread.ofVirtual().name("logs " + pod).start(() -> {
                try {
                    world.logs(pod, last, follow, line);
                } catch (RuntimeException e) {
                    failure.compareAndSet(null, e);
                }
            });
            if (follow) {
                readers.add(reader);
            } else {
                join(reader); // one pod after the other: the answer reads like one log a pod
            }
        }
        readers.forEach(WorldAdapter::join);
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    /**
     * Does work on a thread of its own, which is interrupted when the caller goes away. On gRPC's thread it could not be: the call's events
     * are handed out one after the other, and the one that says so would wait for the work.
     */
    private static <T> void onThread(StreamObserver<T> answer, Runnable work) {
        var call = (ServerCallStreamObserver<T>) answer;
        Thread thread = Thread.ofVirtual().name("world").unstarted(() -> {
            try {
                work.run();
                if (!call.isCancelled()) {
                    call.onCompleted();
                }
            } catch (RuntimeException e) {
                if (!call.isCancelled()) {
                    call.onError(ErrorInterceptor.status(e).asRuntimeException(ErrorInterceptor.trailers(e)));
                }
            }
        });
        call.setOnCancelHandler(thread::interrupt);
        thread.start();
    }

    private Optional<ServiceStatus> find(String service) {
        return world.services().stream()
                .filter(one -> one.name().equals(service))
                .findFirst();
    }

    /** Waits for it; an interrupt is handed on to it. */
    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
