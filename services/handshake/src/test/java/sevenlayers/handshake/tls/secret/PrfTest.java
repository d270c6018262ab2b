package sevenlayers.handshake.tls.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sevenlayers.handshake.tls.parameter.BulkCipher;
import sevenlayers.handshake.tls.parameter.Hash;
import sevenlayers.wire.Bytes;

class PrfTest {
    private static final Bytes PRE_MASTER = Bytes.zeros(48);
    private static final Bytes CLIENT_RANDOM = Bytes.hex("aa".repeat(32));
    private static final Bytes SERVER_RANDOM = Bytes.hex("bb".repeat(32));

    @Test
    void the_vector_that_implementers_of_TLS_1_2_share() {
        Bytes output = Prf.of(
                Hash.SHA256,
                Bytes.hex("9bbe436ba940f017b17652849a71db35"),
                "test label",
                Bytes.hex("a0ba9f936cda311827a6f796ffd5198c"),
                100);

        assertThat(output.length()).isEqualTo(100);
        assertThat(output.hex()).startsWith("e3f229ba727be17b8d122620557cd453c2aab21d07c3d495");
    }

    @Test
    void the_master_secret_depends_on_the_randoms_or_on_the_whole_handshake() {
        MasterSecret12 classic = MasterSecret12.classic(Hash.SHA256, PRE_MASTER, CLIENT_RANDOM, SERVER_RANDOM);
        MasterSecret12 extended =
                MasterSecret12.extended(Hash.SHA256, PRE_MASTER, Hash.SHA256.of(CLIENT_RANDOM, SERVER_RANDOM));

        assertThat(classic.secret().value().length()).isEqualTo(48);
        assertThat(extended.secret().value()).isNotEqualTo(classic.secret().value());
        assertThat(extended.secret().inputs())
                .extracting(Secret.Input::name)
                .containsExactly("pre_master_secret", "session_hash");
    }

    @Test
    void each_direction_has_its_own_key() {
        MasterSecret12 master = MasterSecret12.classic(Hash.SHA384, PRE_MASTER, CLIENT_RANDOM, SERVER_RANDOM);
        KeyBlock block = master.keyBlock(BulkCipher.AES_256_GCM, CLIENT_RANDOM, SERVER_RANDOM);
        Bytes whole = Prf.of(
                Hash.SHA384,
                master.secret().value(),
                "key expansion",
                Bytes.hex("bb".repeat(32) + "aa".repeat(32)),
                72);

        assertThat(block.clientKey().value().hex()
                        + block.serverKey().value().hex()
                        + block.clientIv().value().hex()
                        + block.serverIv().value().hex())
                .isEqualTo(whole.hex());
        assertThat(block.clientKey().value()).isNotEqualTo(block.serverKey().value());
    }

    @Test
    void both_Finished_of_one_handshake_differ() {
        MasterSecret12 master = MasterSecret12.classic(Hash.SHA256, PRE_MASTER, CLIENT_RANDOM, SERVER_RANDOM);
        Bytes hash = Hash.SHA256.of(CLIENT_RANDOM);

        assertThat(master.finished(true, hash).length()).isEqualTo(12);
        assertThat(master.finished(true, hash)).isNotEqualTo(master.finished(false, hash));
    }
}
