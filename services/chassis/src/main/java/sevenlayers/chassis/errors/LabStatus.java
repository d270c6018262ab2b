package sevenlayers.chassis.errors;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Map;

/** A failed call with a reason that a program can compare: {@code google.rpc.ErrorInfo} in the status details. */
public final class LabStatus {
    /** The domain of every {@code ErrorInfo} of the lab. */
    public static final String DOMAIN = "sevenlayers";

    private LabStatus() {}

    /**
     * A status to throw.
     *
     * @param code the gRPC code
     * @param reason stable, capitals and underscores: {@code TARGET_OUTSIDE_LAB}; part of the contract
     * @param sentence what was wrong, what is allowed, what to do; for people, may change
     * @param metadata further facts for programs
     */
    public static StatusRuntimeException exception(
            Status.Code code, String reason, String sentence, Map<String, String> metadata) {
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(code.value())
                .setMessage(sentence)
                .addDetails(Any.pack(info(reason, metadata)))
                .build());
    }

    /** As {@link #exception(Status.Code, String, String, Map)} without further facts. */
    public static StatusRuntimeException exception(Status.Code code, String reason, String sentence) {
        return exception(code, reason, sentence, Map.of());
    }

    static ErrorInfo info(String reason, Map<String, String> metadata) {
        return ErrorInfo.newBuilder()
                .setReason(reason)
                .setDomain(DOMAIN)
                .putAllMetadata(metadata)
                .build();
    }
}
