package sevenlayers.chassis.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViolationsTest {
    @Test
    void a_request_without_a_violation_passes() {
        new Violations()
                .range("calls", 1, 1, 100_000)
                .range("calls", 100_000, 1, 100_000)
                .range("error_rate", 0.5, 0, 1)
                .oneOf("policy", "pick_first", List.of("pick_first", "round_robin"))
                .required("target", "node:9000", "a name with a port")
                .throwIfAny();
    }

    @Test
    void every_violation_is_said_at_once_with_field_fault_and_what_is_allowed() throws Exception {
        Status status = thrownBy(new Violations()
                .range("calls", 1_000_000_000, 1, 100_000)
                .oneOf("policy", "fastest", List.of("pick_first", "round_robin")));

        assertThat(status.getDetails(0).unpack(BadRequest.class).getFieldViolationsList())
                .extracting(BadRequest.FieldViolation::getField, BadRequest.FieldViolation::getDescription)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(
                                "calls", "1,000,000,000 is out of range; allowed: 1 to 100,000"),
                        org.assertj.core.api.Assertions.tuple(
                                "policy", "'fastest' is not known; allowed: pick_first, round_robin"));
        assertThat(status.getDetails(1).unpack(ErrorInfo.class).getReason()).isEqualTo("INVALID_ARGUMENT_FIELDS");
        assertThat(status.getDetails(1).unpack(ErrorInfo.class).getDomain()).isEqualTo("sevenlayers");
        assertThat(status.getMessage()).contains("calls: 1,000,000,000").contains("policy: 'fastest'");
    }

    @Test
    void not_a_number_is_out_of_every_range() throws InvalidProtocolBufferException {
        assertThat(thrownBy(new Violations().range("error_rate", Double.NaN, 0, 1))
                        .getDetails(0)
                        .unpack(BadRequest.class)
                        .getFieldViolations(0)
                        .getDescription())
                .startsWith("NaN");
    }

    @Test
    void of_very_many_violations_the_first_are_told_and_all_fits_into_a_clients_headers() {
        Violations many = new Violations();
        for (int i = 0; i < 100_000; i++) {
            many.range("backends[" + i + "].weight", -1, 1, 1_000);
        }
        Status status = thrownBy(many);
        assertThat(status.getMessage())
                .startsWith("backends[0].weight: -1 is out of range")
                .endsWith(" more like these");
        assertThat(status.getSerializedSize()).isLessThan(6_000); // of 8,192, which base64 makes a third longer
    }

    @Test
    void a_callers_text_goes_back_short_and_printable() {
        assertThat(Violations.quoted("a\r\nb")).isEqualTo("'a??b'");
        assertThat(Violations.quoted("x".repeat(10_000))).hasSize(64 + 5);
    }

    private static Status thrownBy(Violations violations) {
        StatusRuntimeException thrown = catchThrowableOfType(StatusRuntimeException.class, violations::throwIfAny);
        return StatusProto.fromThrowable(thrown);
    }
}
