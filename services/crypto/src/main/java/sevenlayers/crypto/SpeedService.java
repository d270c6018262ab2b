package sevenlayers.crypto;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Semaphore;
import sevenlayers.chassis.errors.LabStatus;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.crypto.speed.Operation;
import sevenlayers.crypto.speed.Speed;
import sevenlayers.crypto.v1.MeasureRequest;
import sevenlayers.crypto.v1.MeasureResponse;
import sevenlayers.crypto.v1.SpeedServiceGrpc;

/** How fast each algorithm is. */
@GrpcService
@RunOnVirtualThread
class SpeedService extends SpeedServiceGrpc.SpeedServiceImplBase {
    private static final int MOST_ALGORITHMS = 20;
    private static final int STANDARD_BYTES = 1024;
    private static final long STANDARD_MICROS = 100_000;

    private final Semaphore one = new Semaphore(1);
    private final SecureRandom random = new SecureRandom();

    @Override
    public void measure(MeasureRequest request, StreamObserver<MeasureResponse> responses) {
        int bytes = request.hasBytes() ? request.getBytes() : STANDARD_BYTES;
        long micros = request.hasMicrosEach() ? request.getMicrosEach() : STANDARD_MICROS;
        Violations violations = new Violations();
        violations
                .range("algorithms", request.getAlgorithmsCount(), 1, MOST_ALGORITHMS)
                .range("bytes", bytes, 1, CryptoRules.MOST_BYTES)
                .range("micros_each", micros, 10_000, 1_000_000);
        List<String> known = Operation.algorithms();
        request.getAlgorithmsList().forEach(name -> violations.oneOf("algorithms", name, known));
        violations.throwIfAny();
        if (!one.tryAcquire()) {
            throw LabStatus.exception(
                    Status.Code.RESOURCE_EXHAUSTED,
                    "MEASURING_ALREADY",
                    "Another measurement is under way, and two at a time would be wrong both; ask again in a few seconds.");
        }
        try {
            MeasureResponse.Builder all = MeasureResponse.newBuilder();
            for (String name : request.getAlgorithmsList()) {
                for (Operation operation : Operation.of(name, bytes, random)) {
                    all.addSpeeds(message(Speed.measure(operation, Duration.of(micros, ChronoUnit.MICROS))));
                }
            }
            responses.onNext(all.build());
            responses.onCompleted();
        } finally {
            one.release();
        }
    }

    private static sevenlayers.crypto.v1.Speed message(Speed speed) {
        return sevenlayers.crypto.v1.Speed.newBuilder()
                .setAlgorithm(speed.operation().algorithm())
                .setOperation(speed.operation().name())
                .setOperations(speed.count())
                .setMicros(speed.nanos() / 1000)
                .setBytes(speed.operation().bytes())
                .setMicrosEach(speed.microsEach())
                .setBytesPerSecond(speed.bytesPerSecond())
                .build();
    }
}
