package sevenlayers.chassis.health;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevenlayers.chassis.errors.LabStatus;

/**
 * gRPC health v1: Check and Watch, for the server as a whole (the empty name) and for each of its services. All have the status of the
 * pod's {@link Readiness}.
 *
 * <p>Unlike grpc-java's own it can end its Watch streams: they would hold up a drain to its last second.
 */
public class HealthService extends HealthGrpc.HealthImplBase {
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Set<String> services = new HashSet<>(Set.of(""));

    @GuardedBy("lock")
    private final List<Watcher> watchers = new ArrayList<>();

    @GuardedBy("lock")
    private boolean ready;

    @GuardedBy("lock")
    private boolean ended;

    public HealthService(Readiness readiness) {
        readiness.onChange(now -> {
            synchronized (lock) {
                ready = now;
                tellWatchers();
            }
        });
    }

    /** Answers for these services, too. */
    public void serve(Collection<String> names) {
        synchronized (lock) {
            services.addAll(names);
            tellWatchers();
        }
    }

    /** Ends every Watch stream, and any that comes later, with UNAVAILABLE: the pod is leaving. */
    public void end() {
        synchronized (lock) {
            ended = true;
            watchers.forEach(watcher -> watcher.observer.onError(leaving()));
            watchers.clear();
        }
    }

    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> responses) {
        ServingStatus status;
        synchronized (lock) {
            status = status(request.getService());
        }
        if (status == ServingStatus.SERVICE_UNKNOWN) {
            responses.onError(
                    LabStatus.exception(
                            Status.Code.NOT_FOUND,
                            "SERVICE_UNKNOWN",
                            "this pod has no such service; allowed: the empty name for the pod as a whole, or a service that reflection lists"));
            return;
        }
        responses.onNext(response(status));
        responses.onCompleted();
    }

    @Override
    public void watch(HealthCheckRequest request, StreamObserver<HealthCheckResponse> responses) {
        Watcher watcher = new Watcher(request.getService(), responses);
        ((ServerCallStreamObserver<HealthCheckResponse>) responses).setOnCancelHandler(() -> {
            synchronized (lock) {
                watchers.remove(watcher);
            }
        });
        synchronized (lock) {
            if (ended) {
                responses.onError(leaving());
                return;
            }
            watchers.add(watcher);
            watcher.tell(status(watcher.service));
        }
    }

    @GuardedBy("lock")
    private void tellWatchers() {
        watchers.forEach(watcher -> watcher.tell(status(watcher.service)));
    }

    @GuardedBy("lock")
    private ServingStatus status(String service) {
        if (!services.contains(service)) {
            return ServingStatus.SERVICE_UNKNOWN;
        }
        return ready ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    }

    private static RuntimeException leaving() {
        return LabStatus.exception(Status.Code.UNAVAILABLE, "POD_LEAVING", "this pod is shutting down; watch another");
    }

    private static HealthCheckResponse response(ServingStatus status) {
        return HealthCheckResponse.newBuilder().setStatus(status).build();
    }

    private static final class Watcher {
        final String service;
        final StreamObserver<HealthCheckResponse> observer;
        private @Nullable ServingStatus told;

        Watcher(String service, StreamObserver<HealthCheckResponse> observer) {
            this.service = service;
            this.observer = observer;
        }

        void tell(ServingStatus status) {
            if (status != told) {
                told = status;
                observer.onNext(response(status));
            }
        }
    }
}
