package sevenlayers.chassis.errors;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Everything that is wrong with a request, said at once.
 *
 * {@snippet :
 * new Violations()
 *     .range("calls", request.getCalls(), 1, 100_000)
 *     .oneOf("policy", request.getPolicy(), List.of("pick_first", "round_robin"))
 *     .throwIfAny();
 * }
 *
 * <p>The status is INVALID_ARGUMENT with a {@code google.rpc.BadRequest} (field, what was wrong; what is allowed) and an {@code
 * ErrorInfo} of reason {@value #REASON}. Of very many violations the first are told, and the others counted. Fields are named as in the contract, nested ones with dots: {@code work.delay.seed}.
 */
public final class Violations {
    /** The reason in {@code ErrorInfo}. */
    public static final String REASON = "INVALID_ARGUMENT_FIELDS";

    /** Longest part of a caller's text that goes back to it. */
    private static final int QUOTED = 64;

    /** A status travels in headers, of which a client takes 8 KiB: violations beyond so many characters are counted only. */
    private static final int MOST_TEXT = 2_000;

    private final BadRequest.Builder request = BadRequest.newBuilder();
    private int text;
    private int untold;

    /** The value must lie from {@code min} to {@code max}, both included. */
    @CanIgnoreReturnValue
    public Violations range(String field, long value, long min, long max) {
        return value < min || value > max
                ? add(
                        field,
                        "OUT_OF_RANGE",
                        number(value) + " is out of range; allowed: " + number(min) + " to " + number(max))
                : this;
    }

    /** The value must be a number from {@code min} to {@code max}, both included. */
    @CanIgnoreReturnValue
    public Violations range(String field, double value, double min, double max) {
        return value >= min && value <= max
                ? this
                : add(field, "OUT_OF_RANGE", value + " is out of range; allowed: " + min + " to " + max);
    }

    /** The value must be one of the allowed ones. */
    @CanIgnoreReturnValue
    public Violations oneOf(String field, String value, Collection<String> allowed) {
        return allowed.contains(value)
                ? this
                : add(field, "UNKNOWN_VALUE", quoted(value) + " is not known; allowed: " + String.join(", ", allowed));
    }

    /** The value must not be empty; {@code allowed} says what it is for. */
    @CanIgnoreReturnValue
    public Violations required(String field, String value, String allowed) {
        return value.isEmpty() ? add(field, "REQUIRED", "nothing was said; allowed: " + allowed) : this;
    }

    /** Whatever the other checks cannot say: {@code what} is "what was wrong; what is allowed". */
    @CanIgnoreReturnValue
    public Violations check(boolean holds, String field, String what) {
        return holds ? this : add(field, "NOT_ALLOWED", what);
    }

    /** Whether nothing is wrong so far. */
    public boolean none() {
        return request.getFieldViolationsCount() == 0 && untold == 0;
    }

    /**
     * Ends the call if anything is wrong.
     *
     * @throws StatusRuntimeException INVALID_ARGUMENT with every violation
     */
    public void throwIfAny() {
        if (none()) {
            return;
        }
        String sentence = request.getFieldViolationsList().stream()
                .map(violation -> violation.getField() + ": " + violation.getDescription())
                .collect(Collectors.joining(". "));
        if (untold > 0) {
            sentence += ". And " + number(untold) + " more like these";
        }
        throw StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(Status.Code.INVALID_ARGUMENT.value())
                .setMessage(sentence)
                .addDetails(Any.pack(request.build()))
                .addDetails(Any.pack(LabStatus.info(REASON, Map.of())))
                .build());
    }

    /** A caller's text as it may go back to the caller: in quotes, printable, not long. */
    public static String quoted(String text) {
        String printable = text.codePoints()
                .limit(QUOTED)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return "'" + printable + (text.codePointCount(0, text.length()) > QUOTED ? "..." : "") + "'";
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private Violations add(String field, String reason, String what) {
        text += field.length() + what.length();
        if (text > MOST_TEXT && !none()) {
            untold++;
            return this;
        }
        request.addFieldViolations(
                FieldViolation.newBuilder().setField(field).setReason(reason).setDescription(what));
        return this;
    }
}
