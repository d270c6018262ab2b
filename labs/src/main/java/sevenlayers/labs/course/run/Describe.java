package sevenlayers.labs.course.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import sevenlayers.labs.course.chapter.Action;
import sevenlayers.labs.course.chapter.Action.Call;
import sevenlayers.labs.course.chapter.Action.Target;
import sevenlayers.labs.course.doors.Streamed;

/** Actions in words, and as the command line that does the same by hand. */
final class Describe {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Describe() {}

    static String action(Action action) {
        return switch (action) {
            case Call call when call.until() != null -> "waiting: " + call(call) + to(call);
            case Call call -> call(call) + to(call);
            case Action.Scale scale -> "scaling " + scale.service() + " to " + scale.to();
            case Action.PodAction pod ->
                switch (pod.verb()) {
                    case STOP -> "stopping " + pod.pod();
                    case PAUSE -> "freezing " + pod.pod();
                    case RESUME -> "letting " + pod.pod() + " go on";
                };
            case Action.Sleep sleep -> "waiting " + time(sleep.duration());
        };
    }

    private static String to(Call call) {
        return switch (call.target()) {
            case Target.Door _ -> "";
            case Target.OnePod(String pod) -> " on " + pod;
            case Target.EachPod(String service) -> " on each pod of " + service;
        };
    }

    /** {@code ClientService/Drive}. */
    static String call(Call call) {
        String method = call.method();
        return method.substring(method.lastIndexOf('.', method.indexOf('/')) + 1);
    }

    static String time(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis / 1000.0 + " s";
    }

    /**
     * The call as a command line; with a comment on a line before it, if that is not all of it.
     *
     * @param address of the front door that the call goes through
     */
    static String grpcurl(Call call, Map<String, Object> request, String address) {
        return switch (call.target()) {
            case Target.Door _ -> grpcurl(request, address, call.method());
            case Target.OnePod(String pod) -> relay(call, request, pod, address);
            case Target.EachPod(String service) ->
                "# " + service + "-1, and the same for the other pods of " + service + ":\n"
                        + relay(call, request, service + "-1", address);
        };
    }

    /** Whom a call asks, in a word. */
    static String target(Call call) {
        return switch (call.target()) {
            case Target.Door(String service) -> service;
            case Target.OnePod(String pod) -> pod;
            case Target.EachPod(String service) -> service;
        };
    }

    private static String relay(Call call, Map<String, Object> request, String pod, String address) {
        return grpcurl(relayed(call, request, pod), address, "sevenlayers.client.v1.ClientService/Call");
    }

    private static Map<String, Object> relayed(Call call, Map<String, Object> request, String pod) {
        Map<String, Object> relayed = new LinkedHashMap<>();
        relayed.put("target", pod);
        relayed.put("method", call.method());
        relayed.put("request", request);
        return relayed;
    }

    /** As grpcurl reads it: the messages of a stream one after the other. */
    private static String data(Map<String, Object> request) throws JsonProcessingException {
        if (!Streamed.is(request)) {
            return JSON.writeValueAsString(request);
        }
        StringBuilder all = new StringBuilder();
        for (Map<String, Object> each : Streamed.requests(request)) {
            all.append(all.isEmpty() ? "" : " ").append(JSON.writeValueAsString(each));
        }
        return all.toString();
    }

    private static String grpcurl(Map<String, Object> request, String address, String method) {
        try {
            String data = request.isEmpty() ? "" : "-d '" + data(request) + "' ";
            return "grpcurl -plaintext " + data + address + " " + method;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request of plain values can be written as JSON", e);
        }
    }
}
