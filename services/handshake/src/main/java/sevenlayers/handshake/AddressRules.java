package sevenlayers.handshake;

import sevenlayers.chassis.errors.Violations;
import sevenlayers.wire.ipv4.Ipv4Address;

/** Reads IPv4 addresses. */
final class AddressRules {
    private AddressRules() {}

    /** An address that may be left out. */
    static int read(String field, String said, int otherwise, Violations violations) {
        if (said.isEmpty()) {
            return otherwise;
        }
        try {
            return Ipv4Address.parse(said);
        } catch (IllegalArgumentException _) {
            violations.check(
                    false,
                    field,
                    Violations.quoted(said)
                            + " is no address; allowed: four numbers of 0 to 255 with dots between them");
            return otherwise;
        }
    }
}
