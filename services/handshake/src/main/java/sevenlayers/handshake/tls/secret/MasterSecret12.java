package sevenlayers.handshake.tls.secret;

import java.util.List;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.parameter.BulkCipher;
import sevenlayers.handshake.tls.parameter.Hash;
import sevenlayers.wire.Bytes;

/** The master secret of TLS 1.2. It is not the key of anything: keys are expanded from it, one for each direction. */
public final class MasterSecret12 {
    private static final int LENGTH = 48;
    private static final int VERIFY_DATA = 12;

    private final Hash hash;
    private final Secret secret;

    private MasterSecret12(Hash hash, Secret secret) {
        this.hash = hash;
        this.secret = secret;
    }

    /** RFC 5246 §8.1: from the pre-master secret and both randoms. */
    public static MasterSecret12 classic(Hash hash, Bytes preMaster, Bytes clientRandom, Bytes serverRandom) {
        return new MasterSecret12(
                hash,
                new Secret(
                        "master_secret",
                        Prf.of(hash, preMaster, "master secret", joined(clientRandom, serverRandom), LENGTH),
                        "PRF(pre_master_secret, \"master secret\", client_random + server_random)[0..47]",
                        List.of(
                                new Secret.Input("pre_master_secret", preMaster),
                                new Secret.Input("client_random", clientRandom),
                                new Secret.Input("server_random", serverRandom)),
                        "RFC 5246 §8.1"));
    }

    /** RFC 7627 §4: from the pre-master secret and the hash of all messages up to ClientKeyExchange. */
    public static MasterSecret12 extended(Hash hash, Bytes preMaster, Bytes sessionHash) {
        return new MasterSecret12(
                hash,
                new Secret(
                        "master_secret",
                        Prf.of(hash, preMaster, "extended master secret", sessionHash, LENGTH),
                        "PRF(pre_master_secret, \"extended master secret\", session_hash)[0..47]",
                        List.of(
                                new Secret.Input("pre_master_secret", preMaster),
                                new Secret.Input("session_hash", sessionHash)),
                        "RFC 7627 §4"));
    }

    private static Bytes joined(Bytes a, Bytes b) {
        return Writer.written(out -> out.bytes(a).bytes(b));
    }

    public Secret secret() {
        return secret;
    }

    /** RFC 5246 §6.3: in the order in which the block is cut. */
    public KeyBlock keyBlock(BulkCipher cipher, Bytes clientRandom, Bytes serverRandom) {
        int key = cipher.keyLength();
        int iv = cipher.fixedIvLength12();
        Bytes block =
                Prf.of(hash, secret.value(), "key expansion", joined(serverRandom, clientRandom), 2 * key + 2 * iv);
        return new KeyBlock(
                cipher,
                part("client_write_key", block, 0, key),
                part("server_write_key", block, key, key),
                part("client_write_IV", block, 2 * key, iv),
                part("server_write_IV", block, 2 * key + iv, iv));
    }

    private Secret part(String name, Bytes block, int from, int length) {
        return new Secret(
                name,
                block.slice(from, length),
                "PRF(master_secret, \"key expansion\", server_random + client_random)[" + from + ".."
                        + (from + length - 1) + "]",
                List.of(new Secret.Input("master_secret", secret.value())),
                "RFC 5246 §6.3");
    }

    /** RFC 5246 §7.4.9: what a Finished has in it. */
    public Bytes finished(boolean client, Bytes transcriptHash) {
        return Prf.of(
                hash, secret.value(), client ? "client finished" : "server finished", transcriptHash, VERIFY_DATA);
    }
}
