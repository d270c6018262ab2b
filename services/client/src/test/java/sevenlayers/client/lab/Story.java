package sevenlayers.client.lab;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sevenlayers.client.v1.CallReport;
import sevenlayers.client.v1.ChannelEvent;
import sevenlayers.client.v1.DriveResponse;
import sevenlayers.client.v1.DriveSummary;

/** What a drive told, taken apart. */
public record Story(List<DriveResponse> pieces) {

    public List<CallReport> calls() {
        return pieces.stream()
                .filter(DriveResponse::hasCall)
                .map(DriveResponse::getCall)
                .toList();
    }

    public List<ChannelEvent> events(ChannelEvent.Kind kind) {
        return pieces.stream()
                .filter(DriveResponse::hasChannel)
                .map(DriveResponse::getChannel)
                .filter(event -> event.getKind() == kind)
                .toList();
    }

    /** The last piece, which must be the summary. */
    public DriveSummary summary() {
        DriveResponse last = pieces.getLast();
        if (!last.hasSummary()) {
            throw new AssertionError("the last piece is no summary: " + last);
        }
        return last.getSummary();
    }

    public Map<String, Long> callsByPod() {
        return calls().stream().collect(Collectors.groupingBy(CallReport::getPod, Collectors.counting()));
    }

    public Map<String, Long> callsByStatus() {
        return calls().stream().collect(Collectors.groupingBy(CallReport::getStatus, Collectors.counting()));
    }
}
