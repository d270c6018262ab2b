package sevenlayers.chassis.reflection;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the files in a {@code ServerReflectionResponse}. v1, v1alpha and each server's own generated classes differ in package and
 * class only, so the two fields are found by name.
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
        if (response == null || !message.hasField(response)) {
            return answer;
        }
        Message files = (Message) message.getField(response);
        FieldDescriptor file = field(files, FILES);
        if (file == null) {
            return answer;
        }
        List<ByteString> commented = ((List<ByteString>) files.getField(file))
                .stream().map(comments::comment).toList();
        return (T) message.toBuilder()
                .setField(response, files.toBuilder().setField(file, commented).build())
                .build();
    }

    private static @Nullable FieldDescriptor field(Message message, String name) {
        return message.getDescriptorForType().findFieldByName(name);
    }
}
