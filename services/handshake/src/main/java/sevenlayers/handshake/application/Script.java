package sevenlayers.handshake.application;

import java.util.List;

/** What a thread does: all steps, one after the other, so many times. */
public record Script(List<Step> steps, int times) {
    public Script {
        steps = List.copyOf(steps);
    }
}
