package sevenlayers.handshake.tls.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sevenlayers.handshake.tls.Rfc8448;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.message.Dialect;
import sevenlayers.handshake.tls.message.HandshakeMessage;
import sevenlayers.handshake.tls.message.NewSessionTicket;
import sevenlayers.handshake.tls.parameter.BulkCipher;
import sevenlayers.handshake.tls.parameter.Hash;
import sevenlayers.handshake.tls.record.ContentType;
import sevenlayers.handshake.tls.record.Plaintext;
import sevenlayers.handshake.tls.record.TlsRecord;
import sevenlayers.wire.Bytes;

/** RFC 8448 §3 and §4, in their order. */
class KeyScheduleTest {
    private final EarlyStage early = EarlyStage.withoutPsk(Hash.SHA256);
    private final HandshakeStage handshake = early.handshake(Rfc8448.SHARED);
    private final MasterStage master = handshake.master();

    private final Bytes toServerHello = Hash.SHA256.of(Rfc8448.CLIENT_HELLO, Rfc8448.SERVER_HELLO);
    private final Bytes toCertificateVerify = Hash.SHA256.of(
            Rfc8448.CLIENT_HELLO,
            Rfc8448.SERVER_HELLO,
            Rfc8448.ENCRYPTED_EXTENSIONS,
            Rfc8448.CERTIFICATE,
            Rfc8448.CERTIFICATE_VERIFY);
    private final Bytes toServerFinished = Hash.SHA256.of(
            Rfc8448.CLIENT_HELLO,
            Rfc8448.SERVER_HELLO,
            Rfc8448.ENCRYPTED_EXTENSIONS,
            Rfc8448.CERTIFICATE,
            Rfc8448.CERTIFICATE_VERIFY,
            Rfc8448.SERVER_FINISHED);
    private final Bytes toClientFinished = Hash.SHA256.of(
            Rfc8448.CLIENT_HELLO,
            Rfc8448.SERVER_HELLO,
            Rfc8448.ENCRYPTED_EXTENSIONS,
            Rfc8448.CERTIFICATE,
            Rfc8448.CERTIFICATE_VERIFY,
            Rfc8448.SERVER_FINISHED,
            Rfc8448.CLIENT_FINISHED);

    private static void assertSecret(Secret secret, String hex) {
        assertThat(secret.value().hex()).as(secret.name()).isEqualTo(hex);
    }

    @Test
    void the_secrets_of_the_three_stages() {
        assertSecret(early.secret(), "33ad0a1c607ec03b09e6cd9893680ce210adf300aa1f2660e1b22e10f170f92a");
        assertSecret(handshake.secret(), "1dc826e93606aa6fdc0aadc12f741b01046aa6b99f691ed221a9f0ca043fbeac");
        assertSecret(master.secret(), "18df06843d13a08bf2a449844c5f8a478001bc4d4c627984d5a41da8d0402919");
    }

    @Test
    void the_traffic_secrets_of_the_handshake_and_of_data() {
        assertThat(toServerHello.hex()).isEqualTo("860c06edc07858ee8e78f0e7428c58edd6b43f2ca3e6e95f02ed063cf0e1cad8");
        assertSecret(
                handshake.clientTraffic(toServerHello).secret(),
                "b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21");
        assertSecret(
                handshake.serverTraffic(toServerHello).secret(),
                "b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38");
        assertSecret(
                master.clientTraffic(toServerFinished).secret(),
                "9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5");
        assertSecret(
                master.serverTraffic(toServerFinished).secret(),
                "a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643");
        assertSecret(
                master.exporterMaster(toServerFinished),
                "fe22f881176eda18eb8f44529e6792c50c9a3f89452f68d8ae311b4309d3cf50");
        assertSecret(
                master.resumptionMaster(toClientFinished),
                "7df235f2031d2a051287d02b0241b0bfdaf86cc856231f2d5aba46c434ec196c");
    }

    @Test
    void keys_and_IVs() {
        TrafficSecret writes = handshake.serverTraffic(toServerHello);
        TrafficSecret reads = handshake.clientTraffic(toServerHello);

        assertSecret(writes.key(BulkCipher.AES_128_GCM), "3fce516009c21727d0f2e4e86ee403bc");
        assertSecret(writes.iv(), "5d313eb2671276ee13000b30");
        assertSecret(reads.key(BulkCipher.AES_128_GCM), "dbfaa693d1762c5b666af5d950258d01");
        assertSecret(reads.iv(), "5bd3c71b836e0b76bb73265f");
    }

    @Test
    void both_Finished() {
        assertThat(handshake.serverTraffic(toServerHello).finished(toCertificateVerify))
                .isEqualTo(Rfc8448.SERVER_FINISHED.from(4));
        assertThat(handshake.clientTraffic(toServerHello).finished(toServerFinished))
                .isEqualTo(Rfc8448.CLIENT_FINISHED.from(4));
    }

    @Test
    void the_servers_flight_is_sealed_into_the_published_record_and_opened_again() {
        Bytes flight = Writer.written(out -> out.bytes(Rfc8448.ENCRYPTED_EXTENSIONS)
                .bytes(Rfc8448.CERTIFICATE)
                .bytes(Rfc8448.CERTIFICATE_VERIFY)
                .bytes(Rfc8448.SERVER_FINISHED));
        TrafficSecret traffic = handshake.serverTraffic(toServerHello);

        TlsRecord sealed =
                traffic.protection(BulkCipher.AES_128_GCM).seal(new Plaintext(ContentType.HANDSHAKE, flight));

        assertThat(sealed.emit()).isEqualTo(Rfc8448.SERVER_FLIGHT_RECORD);
        assertThat(traffic.protection(BulkCipher.AES_128_GCM).open(sealed))
                .isEqualTo(new Plaintext(ContentType.HANDSHAKE, flight));
    }

    @Test
    void the_key_that_goes_with_a_ticket_begins_the_next_handshake() {
        NewSessionTicket ticket = (NewSessionTicket) HandshakeMessage.parse(Rfc8448.NEW_SESSION_TICKET, Dialect.TLS13)
                .message();
        Secret psk = master.resumptionPsk(toClientFinished, ticket.nonce());
        EarlyStage resumed = EarlyStage.withPsk(Hash.SHA256, psk.value());

        assertSecret(psk, "4ecd0eb6ec3b4d87f5d6028f922ca4c5851a277fd41311c9e62d2c9492e1c4f3");
        assertSecret(resumed.secret(), "9b2188e9b2fc6d64d71dc329900e20bb41915000f678aa839cbb797cb7d8332c");
        assertSecret(resumed.binderKey(), "69fe131a3bbad5d63c64eebcc30e395b9d8107726a13d074e389dbc8a4e47256");
        assertThat(resumed.binder(Hash.SHA256.of(Rfc8448.RESUMING_CLIENT_HELLO.slice(0, 477)))
                        .hex())
                .isEqualTo("3add4fb2d8fdf822a0ca3cf7678ef5e88dae990141c5924d57bb6fa31b9e5f9d");
    }

    @Test
    void a_key_update_makes_another_secret_and_says_from_what() {
        TrafficSecret first = master.serverTraffic(toServerFinished);
        TrafficSecret second = first.next();

        assertThat(second.secret().name()).isEqualTo("server_application_traffic_secret_1");
        assertThat(second.secret().value()).isNotEqualTo(first.secret().value());
        assertThat(second.secret().inputs().getFirst().value())
                .isEqualTo(first.secret().value());
    }

    @Test
    void a_secret_does_not_show_its_value_in_a_text() {
        assertThat(master.secret().toString()).isEqualTo("master_secret (32 bytes)");
        assertThat(master.secret().inputs().toString())
                .doesNotContain(master.secret().inputs().getFirst().value().hex());
    }
}
