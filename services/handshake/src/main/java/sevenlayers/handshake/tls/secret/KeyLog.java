package sevenlayers.handshake.tls.secret;

import java.util.Optional;
import sevenlayers.wire.Bytes;

/** Lines of an SSLKEYLOGFILE (RFC 9850), with which Wireshark opens a capture. */
public final class KeyLog {
    private KeyLog() {}

    /** The line of a secret, without an end of line; none for one that the format does not know. */
    public static Optional<String> line(Secret secret, Bytes clientRandom) {
        return label(secret.name())
                .map(label ->
                        label + " " + clientRandom.hex() + " " + secret.value().hex());
    }

    private static Optional<String> label(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "client_early_traffic_secret" -> "CLIENT_EARLY_TRAFFIC_SECRET";
                    case "early_exporter_master_secret" -> "EARLY_EXPORTER_SECRET";
                    case "client_handshake_traffic_secret" -> "CLIENT_HANDSHAKE_TRAFFIC_SECRET";
                    case "server_handshake_traffic_secret" -> "SERVER_HANDSHAKE_TRAFFIC_SECRET";
                    case "client_application_traffic_secret_0" -> "CLIENT_TRAFFIC_SECRET_0";
                    case "server_application_traffic_secret_0" -> "SERVER_TRAFFIC_SECRET_0";
                    case "exporter_master_secret" -> "EXPORTER_SECRET";
                    default -> null;
                });
    }

    /** RFC 9850 §2.2: the master secret of TLS 1.2. */
    public static String line(MasterSecret12 master, Bytes clientRandom) {
        return "CLIENT_RANDOM " + clientRandom.hex() + " "
                + master.secret().value().hex();
    }
}
