package sevenlayers.handshake.tls.secret;

import java.util.List;
import sevenlayers.wire.Bytes;

/** The last stage: its keys seal data, and the next handshake may begin from it. */
public final class MasterStage {
    private final Hkdf hkdf;
    private final Secret secret;

    MasterStage(Hkdf hkdf, Secret.Input salt) {
        this.hkdf = hkdf;
        this.secret = hkdf.extract("master_secret", salt, hkdf.zeros());
    }

    public Secret secret() {
        return secret;
    }

    /** @param transcriptHash of ClientHello to the server's Finished */
    public TrafficSecret clientTraffic(Bytes transcriptHash) {
        return new TrafficSecret(
                hkdf, hkdf.deriveSecret("client_application_traffic_secret_0", secret, "c ap traffic", transcriptHash));
    }

    /** @param transcriptHash of ClientHello to the server's Finished */
    public TrafficSecret serverTraffic(Bytes transcriptHash) {
        return new TrafficSecret(
                hkdf, hkdf.deriveSecret("server_application_traffic_secret_0", secret, "s ap traffic", transcriptHash));
    }

    /** @param transcriptHash of ClientHello to the server's Finished */
    public Secret exporterMaster(Bytes transcriptHash) {
        return hkdf.deriveSecret("exporter_master_secret", secret, "exp master", transcriptHash);
    }

    /** @param transcriptHash of ClientHello to the client's Finished */
    public Secret resumptionMaster(Bytes transcriptHash) {
        return hkdf.deriveSecret("resumption_master_secret", secret, "res master", transcriptHash);
    }

    /** RFC 8446 §4.6.1: the key that goes with a ticket. */
    public Secret resumptionPsk(Bytes transcriptHash, Bytes ticketNonce) {
        Secret from = resumptionMaster(transcriptHash);
        int length = hkdf.hash().length();
        return new Secret(
                "PSK",
                hkdf.expandLabel(from.value(), "resumption", ticketNonce, length),
                "HKDF-Expand-Label(resumption_master_secret, \"resumption\", ticket_nonce, " + length + ")",
                List.of(new Secret.Input(from.name(), from.value()), new Secret.Input("ticket_nonce", ticketNonce)),
                "RFC 8446 §4.6.1");
    }
}
