package sevenlayers.chassis.reflection;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the files in a {@code ServerReflectionResponse}. v1, v1alpha and each server's own generated classes differ in package and
 * class only, so the fields are found by name. A symbol of {@link ErrorDetails} that the server does not know is answered here.
 */
final class ReflectionAnswers {
    private static final String RESPONSE = "file_descriptor_response";
    private static final String FILES = "file_descriptor_proto";

    private final Comments comments;

    ReflectionAnswers(Comments comments) {
        this.comments = comments;
    }

    @SuppressWarnings("unchecked") // a builder of a message builds that message
    <T> T comment(T answer) {
        if (!(answer instanceof Message message)) {
            return answer;
        }
        FieldDescriptor response = field(message, RESPONSE);
        if (response == null) {
            return answer;
        }
        List<ByteString> files = message.hasField(response)
                ? filesIn((Message) message.getField(response))
                : ErrorDetails.filesOf(symbolAskedFor(message));
        return files.isEmpty() ? answer : (T) with(message, response, files);
    }

    private Message with(Message answer, FieldDescriptor response, List<ByteString> files) {
        Message.Builder builder = answer.toBuilder();
        Message.Builder list = builder.newBuilderForField(response);
        FieldDescriptor file =
                Objects.requireNonNull(list.getDescriptorForType().findFieldByName(FILES));
        files.forEach(each -> list.addRepeatedField(file, comments.comment(each)));
        return builder.setField(response, list.build()).build();
    }

    @SuppressWarnings("unchecked") // repeated bytes
    private static List<ByteString> filesIn(Message response) {
        FieldDescriptor file = field(response, FILES);
        return file == null ? List.of() : (List<ByteString>) response.getField(file);
    }

    private static String symbolAskedFor(Message answer) {
        FieldDescriptor asked = field(answer, "original_request");
        if (asked == null || !(answer.getField(asked) instanceof Message request)) {
            return "";
        }
        FieldDescriptor symbol = field(request, "file_containing_symbol");
        return symbol == null ? "" : (String) request.getField(symbol);
    }

    private static @Nullable FieldDescriptor field(Message message, String name) {
        return message.getDescriptorForType().findFieldByName(name);
    }
}
