package sevenlayers.handshake.tls.secret;

import sevenlayers.wire.Bytes;

/** The second stage: both hellos are known. Its keys seal the rest of the handshake. */
public final class HandshakeStage {
    private final Hkdf hkdf;
    private final Secret secret;

    HandshakeStage(Hkdf hkdf, Secret.Input salt, Secret.Input shared) {
        this.hkdf = hkdf;
        this.secret = hkdf.extract("handshake_secret", salt, shared);
    }

    public Secret secret() {
        return secret;
    }

    /** @param transcriptHash of ClientHello to ServerHello */
    public TrafficSecret clientTraffic(Bytes transcriptHash) {
        return new TrafficSecret(
                hkdf, hkdf.deriveSecret("client_handshake_traffic_secret", secret, "c hs traffic", transcriptHash));
    }

    /** @param transcriptHash of ClientHello to ServerHello */
    public TrafficSecret serverTraffic(Bytes transcriptHash) {
        return new TrafficSecret(
                hkdf, hkdf.deriveSecret("server_handshake_traffic_secret", secret, "s hs traffic", transcriptHash));
    }

    public MasterStage master() {
        return new MasterStage(hkdf, hkdf.derived(secret));
    }
}
