package sevenlayers.handshake.tls.secret;

import java.util.List;
import sevenlayers.wire.Bytes;

/**
 * A secret, and how it came about.
 *
 * @param name as the RFC calls it
 * @param formula with the names of the inputs
 * @param source the section that has the formula
 */
public record Secret(String name, Bytes value, String formula, List<Input> inputs, String source) {
    public Secret {
        inputs = List.copyOf(inputs);
    }

    /** What goes into a formula. */
    public record Input(String name, Bytes value) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** The value stays out of logs. */
    @Override
    public String toString() {
        return name + " (" + value.length() + " bytes)";
    }
}
