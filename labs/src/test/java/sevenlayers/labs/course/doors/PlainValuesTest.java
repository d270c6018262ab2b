package sevenlayers.labs.course.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sevenlayers.client.v1.CallResponse;
import sevenlayers.client.v1.ChannelEvent;
import sevenlayers.client.v1.DriveRequest;
import sevenlayers.client.v1.DriveResponse;
import sevenlayers.client.v1.DriveSummary;
import sevenlayers.client.v1.PodCount;

class PlainValuesTest {

    @Test
    void a_64_bit_number_is_a_number_and_a_field_at_its_default_is_there() {
        DriveSummary summary = DriveSummary.newBuilder()
                .setCalls(1L << 60)
                .addPods(PodCount.newBuilder().setPod("node-1").setConnections(2))
                .build();
        assertThat(PlainValues.map(summary))
                .containsEntry("calls", 1L << 60)
                .containsEntry("ok", 0L)
                .containsEntry("addresses", List.of())
                .containsEntry("pods", List.of(Map.of("pod", "node-1", "calls", 0L, "connections", 2L)));
    }

    @Test
    void a_message_or_optional_field_that_was_not_set_is_not_there() {
        assertThat(PlainValues.map(DriveResponse.getDefaultInstance())).isEmpty();
        assertThat(PlainValues.map(DriveRequest.getDefaultInstance()))
                .doesNotContainKeys("channels", "work")
                .containsEntry("channel", "");
    }

    @Test
    void an_enum_is_its_name() {
        ChannelEvent event =
                ChannelEvent.newBuilder().setKind(ChannelEvent.Kind.KIND_GOAWAY).build();
        assertThat(PlainValues.map(event)).containsEntry("kind", "KIND_GOAWAY");
    }

    @Test
    void a_whole_number_in_a_struct_is_whole() {
        Struct struct = Struct.newBuilder()
                .putFields("whole", Value.newBuilder().setNumberValue(5).build())
                .putFields("half", Value.newBuilder().setNumberValue(0.5).build())
                .putFields("yes", Value.newBuilder().setBoolValue(true).build())
                .build();
        assertThat(PlainValues.map(CallResponse.newBuilder().setResponse(struct).build()))
                .containsEntry("response", Map.of("whole", 5L, "half", 0.5, "yes", true));
    }
}
