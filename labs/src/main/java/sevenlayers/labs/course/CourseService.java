package sevenlayers.labs.course;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import sevenlayers.lab.v1.CheckLabRequest;
import sevenlayers.lab.v1.CheckLabResponse;
import sevenlayers.lab.v1.CourseServiceGrpc.CourseServiceImplBase;
import sevenlayers.lab.v1.ListClaimsRequest;
import sevenlayers.lab.v1.ListClaimsResponse;
import sevenlayers.lab.v1.ListLabsRequest;
import sevenlayers.lab.v1.ListLabsResponse;
import sevenlayers.lab.v1.ResetRequest;
import sevenlayers.lab.v1.ResetResponse;
import sevenlayers.lab.v1.RunLabRequest;
import sevenlayers.lab.v1.RunLabResponse;
import sevenlayers.lab.v1.WatchRunRequest;
import sevenlayers.lab.v1.WatchRunResponse;
import sevenlayers.labs.course.chapter.Chapter;
import sevenlayers.labs.course.chapter.SchemaProblem;
import sevenlayers.labs.course.doors.WorldDoors;
import sevenlayers.labs.course.run.LabRun;
import sevenlayers.labs.course.run.Lease;
import sevenlayers.labs.world.ServiceStatus;
import sevenlayers.labs.world.World;
import sevenlayers.labs.world.WorldException;

/** Maps {@code CourseService} to the course and back. A run has a thread of its own, which ends with the caller's stream. */
public final class CourseService extends CourseServiceImplBase {

    private static final Logger LOG = Logger.getLogger(CourseService.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LabRun.Place place;

    public CourseService(Course course, World world) {
        this(new LabRun.Place(course, world, new WorldDoors(world), new Lease(PATIENCE), InstantSource.system()));
    }

    CourseService(LabRun.Place place) {
        this.place = place;
    }

    @Override
    public void listLabs(ListLabsRequest request, StreamObserver<ListLabsResponse> answer) {
        String world = place.world().kind().label();
        answer.onNext(ListLabsResponse.newBuilder()
                .addAllLabs(Answers.labs(place.course(), world, request.getLanguage()))
                .build());
        answer.onCompleted();
    }

    @Override
    public void listClaims(ListClaimsRequest request, StreamObserver<ListClaimsResponse> answer) {
        answer.onNext(ListClaimsResponse.newBuilder()
                .addAllClaims(Answers.claims(place.course()))
                .build());
        answer.onCompleted();
    }

    @Override
    public StreamObserver<RunLabRequest> runLab(StreamObserver<RunLabResponse> answer) {
        BlockingQueue<RunLabRequest> requests = new LinkedBlockingQueue<>();
        onThread(answer, events -> {
            RunLabRequest first = requests.take();
            if (!first.hasStart()) {
                throw new LabProblem("The first request must be a start, with the lab's number or name.");
            }
            new Session(place, first.getStart(), requests, events).run();
        });
        return new StreamObserver<>() {
            @Override
            public void onNext(RunLabRequest request) {
                requests.add(request);
            }

            @Override
            public void onError(Throwable failure) {
                requests.add(RunLabRequest.getDefaultInstance());
            }

            @Override
            public void onCompleted() {
                requests.add(RunLabRequest.getDefaultInstance());
            }
        };
    }

    @Override
    public void checkLab(CheckLabRequest request, StreamObserver<CheckLabResponse> answer) {
        String who = request.getWho().isEmpty() ? "somebody" : request.getWho();
        onThread(answer, events -> {
            Chapter chapter = place.course().chapters().find(request.getLab());
            CheckRun run = new CheckRun(place);
            if (request.getMine()) {
                run.checkMine(chapter, who, request.getLanguage(), events);
            } else {
                run.check(chapter, who, request.getLanguage(), events);
            }
        });
    }

    @Override
    public void watchRun(WatchRunRequest request, StreamObserver<WatchRunResponse> answer) {
        ServerCallStreamObserver<WatchRunResponse> call = (ServerCallStreamObserver<WatchRunResponse>) answer;
        Lease.Watcher watcher = new Lease.Watcher() {
            @Override
            public synchronized void line(String run, String line) {
                if (!call.isCancelled()) {
                    call.onNext(WatchRunResponse.newBuilder()
                            .setRun(run)
                            .setLine(line)
                            .build());
                }
            }

            @Override
            public synchronized void ended() {
                if (!call.isCancelled()) {
                    call.onCompleted();
                }
            }
        };
        call.setOnCancelHandler(() -> place.lease().leave(watcher));
        try {
            place.lease().watch(watcher);
        } catch (LabProblem e) {
            answer.onError(status(e).asRuntimeException());
        }
    }

    @Override
    public void reset(ResetRequest request, StreamObserver<ResetResponse> answer) {
        onThread(answer, events -> {
            List<String> done = LabRun.reset(place, "somebody");
            Struct.Builder state = Struct.newBuilder();
            for (ServiceStatus service : place.world().services()) {
                state.putFields(
                        service.name(),
                        Value.newBuilder().setNumberValue(service.pods().size()).build());
            }
            events.accept(
                    ResetResponse.newBuilder().addAllDone(done).setState(state).build());
        });
    }

    private interface Work<T> {
        void run(Consumer<T> events) throws InterruptedException;
    }

    /** Does work that streams events on a thread of its own, which is interrupted when the caller goes away. */
    private static <T> void onThread(StreamObserver<T> answer, Work<T> work) {
        ServerCallStreamObserver<T> call = (ServerCallStreamObserver<T>) answer;
        Thread thread = Thread.ofVirtual().name("course").unstarted(() -> {
            Status failed = attempt(work, event -> {
                if (!call.isCancelled()) {
                    call.onNext(event);
                }
            });
            if (call.isCancelled()) {
                return;
            }
            if (failed == null) {
                call.onCompleted();
            } else {
                call.onError(failed.asRuntimeException());
            }
        });
        call.setOnCancelHandler(thread::interrupt);
        thread.start();
    }

    private static <T> @Nullable Status attempt(Work<T> work, Consumer<T> events) {
        try {
            work.run(events);
            return null;
        } catch (InterruptedException _) {
            return Status.CANCELLED.withDescription("The run was broken off.");
        } catch (RuntimeException e) {
            return status(e);
        } catch (LinkageError e) {
            LOG.log(Level.SEVERE, "the agent's code is not what it was started with", e);
            return Status.FAILED_PRECONDITION.withDescription(
                    "The lab was built anew while it was up, and parts of the agent are gone."
                            + " Bring it down and up again: ./lab down && ./lab up");
        }
    }

    private static Status status(RuntimeException e) {
        return switch (e) {
            case SchemaProblem problem -> Status.NOT_FOUND.withDescription(problem.getMessage());
            case LabProblem problem -> Status.FAILED_PRECONDITION.withDescription(problem.getMessage());
            case WorldException problem -> Status.FAILED_PRECONDITION.withDescription(problem.getMessage());
            default -> {
                LOG.log(Level.SEVERE, "a run failed", e);
                yield Status.INTERNAL.withDescription("The agent failed at this; its log says how: ./lab logs agent");
            }
        };
    }
}
