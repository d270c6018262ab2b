package sevenlayers.labs.selftest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonStreamParser;
import java.util.HashMap;
import java.util.Map;

/** A pod that is killed in the middle of {@code Drive} is the status of the calls that it had; the others succeed, and up brings it back. */
final class KilledPodWalk implements Walk {

    private static final int CALLS = 240; // twelve seconds: a command needs some of them to start on a busy machine

    /** Each call takes long enough that every pod has some under way. */
    private static final String REQUEST = """
            {"target":"dns:///node:9000","policy":"round_robin","awaitAllReady":true,"calls":%d,"summaryOnly":true,
             "open":{"arrivalsPerSecond":20},"work":{"delay":{"fixed":{"delayMicros":400000}}}}""";

    @Override
    public void take(Trial trial) {
        trial.say().accept("a pod that is killed in the middle of calls");
        try (Background drive = Background.start(
                trial.shell(),
                trial.grpcurl("client", "sevenlayers.client.v1.ClientService/Drive", REQUEST.formatted(CALLS)))) {
            drive.awaits("KIND_AWAITED");
            trial.lab("stop", "--kill", "node-3").succeeds().says("node-3 was killed");
            Answered driven = drive.ends(1).succeeds();
            Map<String, Long> statuses = statuses(driven);
            long all = statuses.values().stream().mapToLong(Long::longValue).sum();
            boolean told = statuses.getOrDefault("UNAVAILABLE", 0L) > 0;
            if (all != CALLS || !told || statuses.getOrDefault("OK", 0L) < CALLS / 2) {
                throw driven.broken(CALLS + " calls, some UNAVAILABLE and most OK", statuses.toString());
            }
        }
        trial.lab("up").succeeds();
        trial.nodes(3);
    }

    /** How many calls ended with which status, by the summary that comes last. */
    private static Map<String, Long> statuses(Answered driven) {
        Map<String, Long> statuses = new HashMap<>();
        try {
            JsonStreamParser answers = new JsonStreamParser(driven.said());
            while (answers.hasNext()) {
                JsonObject answer = answers.next().getAsJsonObject();
                if (answer.has("summary")) {
                    for (JsonElement status : answer.getAsJsonObject("summary").getAsJsonArray("statuses")) {
                        statuses.put(
                                status.getAsJsonObject().get("status").getAsString(),
                                status.getAsJsonObject().get("calls").getAsLong());
                    }
                }
            }
        } catch (JsonParseException | IllegalStateException _) {
            throw driven.broken("a stream of JSON objects", "something else");
        }
        return statuses;
    }
}
