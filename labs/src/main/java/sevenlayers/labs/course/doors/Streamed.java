package sevenlayers.labs.course.doors;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The requests of a method that takes a stream of them: a request whose only field is the list {@value #KEY}. */
public final class Streamed {
    public static final String KEY = "stream";

    private Streamed() {}

    /** Whether a request is several. */
    public static boolean is(Map<String, Object> request) {
        return request.size() == 1 && request.get(KEY) instanceof List<?>;
    }

    /** @throws DoorProblem where it is not a list of requests */
    public static List<Map<String, Object>> requests(Map<String, Object> request) {
        List<Map<String, Object>> requests = new ArrayList<>();
        if (request.size() != 1 || !(request.get(KEY) instanceof List<?> list)) {
            throw problem();
        }
        for (Object each : list) {
            if (!(each instanceof Map<?, ?> fields)) {
                throw problem();
            }
            Map<String, Object> one = new LinkedHashMap<>();
            fields.forEach((field, value) -> one.put(String.valueOf(field), value));
            requests.add(one);
        }
        return requests;
    }

    private static DoorProblem problem() {
        return new DoorProblem(
                Status.Code.INVALID_ARGUMENT,
                "The method takes a stream of requests; write them as a list: {stream: [{...}, {...}]}.");
    }
}
