package sevenlayers.dns.tsig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.dns.message.Questions;
import sevenlayers.dns.message.Records;
import sevenlayers.dns.server.Inbound;
import sevenlayers.dns.server.Sent;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.wire.Bytes;

/** Both sides against each other, and each against dnsjava's. */
class TsigTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_764_000_000L);
    private static final byte[] SECRET = "sixteen bytes or more".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final Key KEY = key(Algorithm.HMAC_SHA256);
    private static final Bytes QUESTION = Questions.message(7, 0, Records.name("www.example."), Type.A, 1232);
    private static final int BADSIG = 16;
    private static final int BADKEY = 17;
    private static final int BADTIME = 18;
    private static final int BADTRUNC = 22;

    private static Key key(Algorithm algorithm) {
        return new Key(Records.name("a.key."), algorithm, SECRET);
    }

    private static TSIG theirs(Algorithm algorithm) {
        return new TSIG(
                algorithm.label(),
                Records.name("a.key."),
                new SecretKeySpec(SECRET, algorithm.jca()),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Bytes signed(Key key, Instant at) {
        return SignedQuestion.of(Optional.of(key), QUESTION, () -> at).message();
    }

    private static Keys keys(Key... keys) {
        return new Keys(List.of(keys), () -> NOW);
    }

    private static Bytes reply(int answers) {
        return new MessageHeader(7, MessageHeader.QR, 0, 0, 0, answers).bytes();
    }

    /** What a server says to a message that it does not take. */
    private static TSIGRecord refused(Keys keys, Bytes message) throws IOException {
        Sent sent = new Sent(message, Protocol.UDP);
        assertThat(keys.open(sent)).isEmpty();
        assertThat(sent.replies()).hasSize(1);
        Message reply = new Message(sent.replies().getFirst().toArray());
        assertThat(reply.getRcode()).isEqualTo(Rcode.NOTAUTH);
        assertThat(reply.getHeader().getID()).isEqualTo(7);
        return reply.getTSIG();
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void what_we_sign_dnsjava_believes_and_the_other_way_round(Algorithm algorithm) throws IOException {
        Bytes ours = signed(key(algorithm), NOW);
        Message parsed = new Message(ours.toArray());
        assertThat(theirs(algorithm).verify(parsed, ours.toArray(), null)).isEqualTo(Rcode.NOERROR);

        Message query = new Message(QUESTION.toArray());
        theirs(algorithm).apply(query, null);
        Sent sent = new Sent(Bytes.wrap(query.toWire()), Protocol.TCP);
        Inbound opened = keys(key(algorithm)).open(sent).orElseThrow();
        assertThat(opened.message()).isEqualTo(QUESTION);
        assertThat(opened.signer()).contains(Records.name("a.key."));

        opened.reply(reply(0));
        opened.reply(reply(0));
        TSIG.StreamVerifier verifier = new TSIG.StreamVerifier(theirs(algorithm), query.getTSIG());
        for (Bytes each : sent.replies()) {
            assertThat(each.length() - reply(0).length()).isLessThanOrEqualTo(opened.reserved());
            assertThat(verifier.verify(new Message(each.toArray()), each.toArray(), true))
                    .isEqualTo(Rcode.NOERROR);
        }
    }

    @Test
    void a_key_that_is_not_known_is_refused_without_a_signature() throws IOException {
        TSIGRecord none = refused(Keys.none(), signed(KEY, NOW));
        assertThat(none.getError()).isEqualTo(BADKEY);
        assertThat(none.getSignature()).isEmpty();
        assertThat(refused(keys(key(Algorithm.HMAC_SHA512)), signed(KEY, NOW)).getError())
                .as("the key has one algorithm")
                .isEqualTo(BADKEY);
    }

    @Test
    void another_secret_is_a_bad_signature() throws IOException {
        Key other = new Key(KEY.name(), KEY.algorithm(), new byte[] {1});
        TSIGRecord record = refused(keys(other), signed(KEY, NOW));
        assertThat(record.getError()).isEqualTo(BADSIG);
        assertThat(record.getSignature()).isEmpty();
    }

    @Test
    void a_clock_that_is_off_is_told_ours_and_that_is_signed() throws IOException {
        Bytes question = signed(KEY, NOW.minusSeconds(301));
        TSIGRecord record = refused(keys(KEY), question);
        assertThat(record.getError()).isEqualTo(BADTIME);
        assertThat(ByteBuffer.wrap(record.getOther(), 2, 4).getInt()).isEqualTo((int) NOW.getEpochSecond());
        assertThat(record.getTimeSigned()).isEqualTo(NOW.minusSeconds(301));
        SignedQuestion asked = SignedQuestion.of(Optional.of(KEY), QUESTION, () -> NOW.minusSeconds(301));
        Sent sent = new Sent(asked.message(), Protocol.UDP);
        var _ = keys(KEY).open(sent);
        assertThatThrownBy(() -> asked.open(sent.replies().getFirst()))
                .hasMessageContaining("BADTIME, the clocks of both sides are too far apart");
        assertThat(keys(KEY).open(new Sent(signed(KEY, NOW.minusSeconds(300)), Protocol.UDP)))
                .isPresent();
    }

    @Test
    void a_signature_that_is_cut_is_judged_by_its_length() throws IOException {
        assertThat(refused(keys(KEY), cut(16)).getError()).isEqualTo(BADTRUNC);
        Sent tooShort = new Sent(cut(15), Protocol.UDP);
        assertThat(keys(KEY).open(tooShort)).isEmpty();
        assertThat(MessageHeader.parse(tooShort.replies().getFirst()).rcode()).isEqualTo(Rcode.FORMERR);
    }

    private static Bytes cut(int length) {
        TsigRecord record = TsigRecord.unsigned(KEY, NOW, 7);
        byte[] mac = Digest.of(KEY, Bytes.EMPTY, QUESTION, record);
        return record.withMac(java.util.Arrays.copyOf(mac, length)).append(QUESTION);
    }

    @Test
    void that_it_is_too_short_is_said_with_a_signature() throws IOException {
        Bytes question = cut(16);
        TSIGRecord theirs = new Message(question.toArray()).getTSIG();
        Sent sent = new Sent(question, Protocol.UDP);
        assertThat(keys(KEY).open(sent)).isEmpty();
        byte[] reply = sent.replies().getFirst().toArray();
        assertThat(theirs(Algorithm.HMAC_SHA256).verify(new Message(reply), reply, theirs))
                .isEqualTo(Rcode.NOERROR);
    }

    @Test
    void a_forwarder_may_change_the_id_and_gets_its_own_back() {
        byte[] forwarded = signed(KEY, NOW).toArray();
        forwarded[1] = 99;
        Sent sent = new Sent(Bytes.wrap(forwarded), Protocol.UDP);
        Inbound opened = keys(KEY).open(sent).orElseThrow();
        assertThat(MessageHeader.parse(opened.message()).id()).isEqualTo(99);
    }

    @Test
    void a_signature_anywhere_else_than_at_the_end_is_malformed() {
        Bytes once = signed(KEY, NOW);
        Bytes twice = TsigRecord.unsigned(KEY, NOW, 7).append(once);
        Sent sent = new Sent(twice, Protocol.UDP);
        assertThat(keys(KEY).open(sent)).isEmpty();
        assertThat(sent.replies())
                .containsExactly(
                        MessageHeader.parse(twice).refusal(Rcode.FORMERR).bytes());
    }

    @Test
    void not_one_bit_of_what_is_signed_can_be_changed() {
        Bytes question = signed(KEY, NOW);
        int taken = 0;
        for (int bit = 16; bit < 8 * question.length(); bit++) {
            Bytes changed = question.flipped(bit);
            Sent sent = new Sent(changed, Protocol.UDP);
            Optional<Inbound> opened = keys(KEY).open(sent);
            if (opened.isPresent() && opened.get() != sent) {
                assertThat(opened.get().message()).as("bit " + bit).isEqualTo(QUESTION);
                taken++;
            }
        }
        // The case of letters in the names of key and algorithm is not signed: each of their letters has one such bit.
        assertThat(taken).isEqualTo("akey".length() + "hmacsha".length());
    }

    @Test
    void a_stream_is_believed_if_its_first_and_last_are_signed_and_every_hundredth() throws Exception {
        SignedQuestion question = SignedQuestion.of(Optional.of(KEY), QUESTION, () -> NOW);
        TSIGRecord first = new Message(question.message().toArray()).getTSIG();
        TSIG.StreamGenerator generator = new TSIG.StreamGenerator(theirs(Algorithm.HMAC_SHA256), first);
        List<Bytes> stream = stream(generator, 250);
        for (int i = 0; i < stream.size(); i++) {
            assertThat(MessageHeader.parse(question.open(stream.get(i))).additionals())
                    .isZero();
            assertThat(question.complete())
                    .isEqualTo(MessageHeader.parse(stream.get(i)).additionals() == 1);
        }
    }

    /** By dnsjava, which signs the first and every hundredth after it. */
    private static List<Bytes> stream(TSIG.StreamGenerator generator, int messages) throws Exception {
        List<Bytes> stream = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            Message message = new Message(7);
            message.getHeader().setFlag(org.xbill.DNS.Flags.QR);
            generator.generate(message);
            stream.add(Bytes.wrap(message.toWire(65_535)));
        }
        return stream;
    }

    @Test
    void a_stream_from_which_something_is_missing_or_unsigned_is_not_believed() throws Exception {
        SignedQuestion unsigned = SignedQuestion.of(Optional.of(KEY), QUESTION, () -> NOW);
        assertThatThrownBy(() -> unsigned.open(reply(0))).hasMessageContaining("it is not signed");

        SignedQuestion question = SignedQuestion.of(Optional.of(KEY), QUESTION, () -> NOW);
        Sent sent = new Sent(question.message(), Protocol.TCP);
        Inbound opened = keys(KEY).open(sent).orElseThrow();
        for (int i = 0; i < 3; i++) {
            opened.reply(reply(0));
        }
        var _ = question.open(sent.replies().get(0));
        assertThatThrownBy(() -> question.open(sent.replies().get(2))).hasMessageContaining("its signature is wrong");
    }

    @Test
    void more_than_99_messages_without_a_signature_are_too_many() throws Exception {
        SignedQuestion question = SignedQuestion.of(Optional.of(KEY), QUESTION, () -> NOW);
        Sent sent = new Sent(question.message(), Protocol.TCP);
        keys(KEY).open(sent).orElseThrow().reply(reply(0));
        var _ = question.open(sent.replies().getFirst());
        for (int i = 0; i < 99; i++) {
            assertThat(question.open(reply(0))).isEqualTo(reply(0));
            assertThat(question.complete()).isFalse();
        }
        assertThatThrownBy(() -> question.open(reply(0))).hasMessageContaining("more than 99 messages");
    }

    @Test
    void a_reply_to_another_question_is_not_believed() {
        SignedQuestion one = SignedQuestion.of(Optional.of(KEY), QUESTION, () -> NOW);
        Bytes otherwise = Questions.message(7, 0, Records.name("other.example."), Type.A, 0);
        Sent sent = new Sent(
                SignedQuestion.of(Optional.of(KEY), otherwise, () -> NOW).message(), Protocol.UDP);
        keys(KEY).open(sent).orElseThrow().reply(reply(0));
        assertThatThrownBy(() -> one.open(sent.replies().getFirst())).hasMessageContaining("its signature is wrong");
    }

    @Test
    void whatever_the_bytes_there_is_one_reply_or_a_message() {
        Random random = new Random(8945);
        Bytes good = signed(KEY, NOW);
        int signed = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = good.toArray();
            for (int n = random.nextInt(4); n > 0; n--) {
                bytes[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt();
            }
            int length = random.nextInt(4) == 0 ? 12 + random.nextInt(bytes.length - 12) : bytes.length;
            Sent sent = new Sent(Bytes.wrap(bytes, 0, length), Protocol.UDP);
            Optional<Inbound> opened = keys(KEY).open(sent);
            assertThat(sent.replies()).hasSize(opened.isPresent() ? 0 : 1);
            signed += opened.isPresent() && opened.get() != sent ? 1 : 0;
        }
        assertThat(signed).as("those that nothing was changed in").isBetween(5_000, 15_000);
    }

    @Test
    void what_is_wrong_with_a_key_is_said_without_its_secret() {
        assertThatThrownBy(() -> Key.of(Records.name("k."), "hmac-md5", "aaaa")).hasMessageContaining("\"hmac-md5\"");
        assertThatThrownBy(() -> Key.of(Records.name("k."), "hmac-sha256", "s3cr?t"))
                .hasMessage("the secret of k. is not base64");
        assertThatThrownBy(() -> Key.of(Records.name("k."), "hmac-sha256", "")).hasMessageContaining("is empty");
        assertThat(KEY).hasToString("key a.key. hmac-sha256.");
    }
}
