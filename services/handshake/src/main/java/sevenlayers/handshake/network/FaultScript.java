package sevenlayers.handshake.network;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts, for each fault, the packets that match, and finds the one that is due. */
final class FaultScript {
    private final List<Fault> faults;
    private final long[] matched;

    FaultScript(List<Fault> faults) {
        this.faults = List.copyOf(faults);
        this.matched = new long[faults.size()];
    }

    /** What is to happen to a packet that leaves its host; null: nothing. Of several the first counts. */
    Fault.@Nullable Action due(Packet packet) {
        Fault.Action due = null;
        for (int i = 0; i < matched.length; i++) {
            Fault fault = faults.get(i);
            if (fault.from().equals(packet.from()) && fault.match().fits(packet)) {
                matched[i]++;
                if (due == null && (fault.numbers().isEmpty() || fault.numbers().contains(matched[i]))) {
                    due = fault.action();
                }
            }
        }
        return due;
    }
}
