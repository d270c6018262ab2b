package sevenlayers.client.drive;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A service config as grpc-java wants it: maps, lists, strings, doubles and booleans. */
final class ServiceConfig {

    /** What would choose a policy; the request's own field does. */
    private static final Set<String> POLICY_KEYS = Set.of("loadBalancingConfig", "loadBalancingPolicy");

    private ServiceConfig() {}

    /** The config without what would choose a load balancing policy. */
    static Map<String, ?> of(Struct config) {
        Map<String, @Nullable Object> map = map(config);
        map.keySet().removeAll(POLICY_KEYS);
        return map;
    }

    private static Map<String, @Nullable Object> map(Struct struct) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        struct.getFieldsMap().forEach((name, value) -> map.put(name, value(value)));
        return map;
    }

    private static @Nullable Object value(Value value) {
        return switch (value.getKindCase()) {
            case STRUCT_VALUE -> map(value.getStructValue());
            case LIST_VALUE -> list(value);
            case STRING_VALUE -> value.getStringValue();
            case NUMBER_VALUE -> value.getNumberValue();
            case BOOL_VALUE -> value.getBoolValue();
            case NULL_VALUE, KIND_NOT_SET -> null;
        };
    }

    private static List<@Nullable Object> list(Value value) {
        return value.getListValue().getValuesList().stream()
                .<@Nullable Object>map(ServiceConfig::value)
                .toList();
    }
}
