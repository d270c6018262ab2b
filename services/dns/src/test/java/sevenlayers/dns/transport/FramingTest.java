package sevenlayers.dns.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sevenlayers.wire.Bytes;

class FramingTest {

    @Test
    void however_the_stream_is_cut_the_same_messages_come_out() {
        Random random = new Random(7766);
        for (int round = 0; round < 2000; round++) {
            List<Bytes> sent = new ArrayList<>();
            ByteBuffer stream = ByteBuffer.allocate(300_000);
            for (int i = random.nextInt(20); i >= 0; i--) {
                byte[] message = new byte[random.nextInt(10) == 0 ? random.nextInt(10_000) : random.nextInt(100)];
                random.nextBytes(message);
                sent.add(Bytes.wrap(message));
                stream.put(Framing.frame(Bytes.wrap(message)));
            }
            stream.flip();
            Framing framing = new Framing();
            List<Bytes> came = new ArrayList<>();
            while (stream.hasRemaining()) {
                int piece = Math.min(stream.remaining(), 1 + random.nextInt(random.nextBoolean() ? 3 : 5000));
                came.addAll(framing.take(stream.slice(stream.position(), piece)));
                stream.position(stream.position() + piece);
            }
            assertThat(came).isEqualTo(sent);
        }
    }

    @Test
    void a_length_that_only_promises_costs_nothing() {
        List<Framing> many = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) { // 1.3 GB, if each had the room that it promises to need
            Framing framing = new Framing();
            assertThat(framing.take(ByteBuffer.wrap(new byte[] {-1, -1, 0}))).isEmpty();
            many.add(framing);
        }
        assertThat(many).hasSize(20_000);
    }
}
