package sevenlayers.client.relay;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.grpc.Status;
import java.util.stream.Collectors;
import sevenlayers.chassis.errors.Violations;

/** Between JSON in a {@link Struct} and messages of any type, by protobuf's own mapping. */
final class Json {

    private Json() {}

    /**
     * The message that the JSON says.
     *
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT if it does not fit the type, with the fields that do
     */
    static DynamicMessage message(Struct json, Descriptor type, TypeRegistry types) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        try {
            JsonFormat.parser()
                    .usingTypeRegistry(types)
                    .merge(JsonFormat.printer().print(json), message);
        } catch (InvalidProtocolBufferException wrong) {
            String fields =
                    type.getFields().stream().map(FieldDescriptor::getName).collect(Collectors.joining(", "));
            new Violations()
                    .check(
                            false,
                            "request",
                            wrong.getMessage() + "; allowed: the JSON of " + type.getFullName() + ", whose fields are: "
                                    + (fields.isEmpty() ? "none" : fields))
                    .throwIfAny();
        }
        return message.build();
    }

    /** The message as JSON; fields at their defaults are left out, as grpcurl does. */
    static Struct json(DynamicMessage message, TypeRegistry types) {
        Struct.Builder json = Struct.newBuilder();
        try {
            JsonFormat.parser()
                    .merge(JsonFormat.printer().usingTypeRegistry(types).print(message), json);
        } catch (InvalidProtocolBufferException unknownAny) {
            throw Status.UNIMPLEMENTED
                    .withDescription("the answer cannot be said in JSON: " + unknownAny.getMessage())
                    .withCause(unknownAny)
                    .asRuntimeException();
        }
        return json.build();
    }
}
