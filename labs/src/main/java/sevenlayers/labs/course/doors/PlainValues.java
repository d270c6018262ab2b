package sevenlayers.labs.course.doors;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.cel.common.values.NullValue;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message as plain maps, lists and values, with the names of its JSON.
 *
 * <p>It differs from protobuf's JSON where an expression would suffer: a 64-bit number is a number, not a string; a field at its default
 * is there; a message or {@code optional} field that was not set is not. A whole number in a {@code Struct} is whole.
 */
public final class PlainValues {

    private PlainValues() {}

    public static Map<String, Object> map(Message message) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (!field.hasPresence() || message.hasField(field)) {
                map.put(field.getJsonName(), field(field, message.getField(field)));
            }
        }
        return map;
    }

    private static Object field(FieldDescriptor field, Object value) {
        if (field.isMapField()) {
            Map<String, Object> map = new LinkedHashMap<>();
            FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
            FieldDescriptor content = field.getMessageType().findFieldByNumber(2);
            for (Object entry : (List<?>) value) {
                map.put(
                        String.valueOf(((Message) entry).getField(key)),
                        single(content, ((Message) entry).getField(content)));
            }
            return map;
        }
        if (field.isRepeated()) {
            return ((List<?>) value)
                    .stream().map(element -> single(field, element)).toList();
        }
        return single(field, value);
    }

    private static Object single(FieldDescriptor field, Object value) {
        return switch (field.getJavaType()) {
            case INT -> {
                int number = (Integer) value;
                boolean unsigned = field.getType() == FieldDescriptor.Type.UINT32
                        || field.getType() == FieldDescriptor.Type.FIXED32;
                yield unsigned ? Integer.toUnsignedLong(number) : (long) number;
            }
            case FLOAT -> (double) (Float) value;
            case LONG, DOUBLE, BOOLEAN, STRING -> value;
            case BYTE_STRING -> Base64.getEncoder().encodeToString(((ByteString) value).toByteArray());
            case ENUM -> ((EnumValueDescriptor) value).getName();
            case MESSAGE -> message((Message) value);
        };
    }

    private static Object message(Message message) {
        try {
            return switch (message.getDescriptorForType().getFullName()) {
                case "google.protobuf.Timestamp" -> Timestamps.toString(Timestamp.parseFrom(message.toByteString()));
                case "google.protobuf.Duration" -> Durations.toString(Duration.parseFrom(message.toByteString()));
                case "google.protobuf.Struct" -> struct(Struct.parseFrom(message.toByteString()));
                case "google.protobuf.Value" -> value(Value.parseFrom(message.toByteString()));
                case "google.protobuf.ListValue" -> list(ListValue.parseFrom(message.toByteString()));
                default -> map(message);
            };
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message that was read cannot be written and read again", e);
        }
    }

    /** A struct as plain values. */
    public static Map<String, Object> struct(Struct struct) {
        Map<String, Object> map = new LinkedHashMap<>();
        struct.getFieldsMap().forEach((name, value) -> map.put(name, value(value)));
        return map;
    }

    private static List<Object> list(ListValue list) {
        return list.getValuesList().stream().map(PlainValues::value).toList();
    }

    private static Object value(Value value) {
        return switch (value.getKindCase()) {
            case NUMBER_VALUE -> {
                double number = value.getNumberValue();
                yield number == Math.rint(number) && Math.abs(number) < 1L << 53
                        ? (Object) (long) number
                        : (Object) number;
            }
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> value.getBoolValue();
            case STRUCT_VALUE -> struct(value.getStructValue());
            case LIST_VALUE -> list(value.getListValue());
            case NULL_VALUE, KIND_NOT_SET -> NullValue.NULL_VALUE;
        };
    }
}
