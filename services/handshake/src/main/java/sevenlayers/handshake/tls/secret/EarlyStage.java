package sevenlayers.handshake.tls.secret;

import sevenlayers.handshake.tls.parameter.Hash;
import sevenlayers.wire.Bytes;

/** The first stage: before the server has said anything. What it knows is a key of an earlier handshake, or nothing. */
public final class EarlyStage {
    // RFC 8446 §7.1:
    //              0
    //              |
    //              v
    //    PSK ->  HKDF-Extract = Early Secret
    //              +-----> Derive-Secret(., "res binder", "")
    //              +-----> Derive-Secret(., "c e traffic", ClientHello)
    //              +-----> Derive-Secret(., "e exp master", ClientHello)
    //              v
    //        Derive-Secret(., "derived", "")
    private final Hkdf hkdf;
    private final Secret secret;

    private EarlyStage(Hash hash, Secret.Input material) {
        this.hkdf = new Hkdf(hash);
        this.secret = hkdf.extract("early_secret", hkdf.zeros(), material);
    }

    /** Where there is no key yet, zeros stand for it. */
    public static EarlyStage withoutPsk(Hash hash) {
        return new EarlyStage(hash, new Secret.Input("0", Bytes.zeros(hash.length())));
    }

    public static EarlyStage withPsk(Hash hash, Bytes psk) {
        return new EarlyStage(hash, new Secret.Input("PSK", psk));
    }

    public Secret secret() {
        return secret;
    }

    /** With this key a client proves that it has the PSK of an earlier session. */
    public Secret binderKey() {
        return hkdf.deriveSecret("binder_key", secret, "res binder", hkdf.hash().of());
    }

    /** RFC 8446 §4.2.11.2: over the hello without its binders, and what came before it. */
    public Bytes binder(Bytes transcriptHash) {
        Bytes finishedKey = hkdf.expandLabel(
                binderKey().value(), "finished", Bytes.EMPTY, hkdf.hash().length());
        return hkdf.hash().hmac(finishedKey, transcriptHash);
    }

    /** Of early data. It depends on nothing that is new in this handshake but the client's hello: who records it may send it again. */
    public TrafficSecret clientEarlyTraffic(Bytes clientHelloHash) {
        return new TrafficSecret(
                hkdf, hkdf.deriveSecret("client_early_traffic_secret", secret, "c e traffic", clientHelloHash));
    }

    public Secret earlyExporterMaster(Bytes clientHelloHash) {
        return hkdf.deriveSecret("early_exporter_master_secret", secret, "e exp master", clientHelloHash);
    }

    /** On to the next stage, with what both computed from the key shares. */
    public HandshakeStage handshake(Bytes sharedSecret) {
        return new HandshakeStage(hkdf, hkdf.derived(secret), new Secret.Input("(EC)DHE", sharedSecret));
    }

    /** RFC 8446 §4.2.9: on to the next stage with the PSK alone; zeros stand for the key shares. */
    public HandshakeStage handshakeWithoutShares() {
        return new HandshakeStage(hkdf, hkdf.derived(secret), hkdf.zeros());
    }
}
