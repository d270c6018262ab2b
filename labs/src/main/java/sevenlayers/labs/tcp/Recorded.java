package sevenlayers.labs.tcp;

import com.google.gson.Gson;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sevenlayers.handshake.v1.CompareResponse;
import sevenlayers.handshake.v1.Event;
import sevenlayers.handshake.v1.Outcome;
import sevenlayers.handshake.v1.SimulateResponse;
import sevenlayers.labs.course.LabProblem;

/** What a step recorded, as the messages that it once was: plain values, with the names of their JSON. */
public final class Recorded {

    private static final Gson JSON = new Gson();

    private Recorded() {}

    /** The events among answers of {@code Simulate}, or events by themselves. */
    public static List<Event> events(List<Map<String, Object>> rows) {
        List<Event> events = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            if (row.containsKey("event")) {
                events.add(read(row, SimulateResponse.newBuilder()).getEvent());
            } else if (row.containsKey("atNanos") && row.containsKey("number")) {
                events.add(read(row, Event.newBuilder()).build());
            }
        }
        return events;
    }

    /** The outcomes in answers of {@code Compare}, or outcomes by themselves. */
    public static List<Outcome> outcomes(List<Map<String, Object>> rows) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            if (row.containsKey("outcomes")) {
                outcomes.addAll(read(row, CompareResponse.newBuilder()).getOutcomesList());
            } else if (row.containsKey("curves")) {
                outcomes.add(read(row, Outcome.newBuilder()).build());
            }
        }
        return outcomes;
    }

    private static <B extends Message.Builder> B read(Map<String, Object> row, B into) {
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(JSON.toJson(row), into);
            return into;
        } catch (InvalidProtocolBufferException e) {
            throw new LabProblem(
                    "A row that was to be drawn is no "
                            + into.getDescriptorForType().getFullName() + ": " + e.getMessage(),
                    e);
        }
    }
}
