package sevenlayers.client.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames as RFC 9113 draws them: §4.1 for the header, §6.8 for GOAWAY. */
class GoAwayScannerTest {

    private static final String EMPTY_SETTINGS = "000000 04 00 00000000";
    private static final String DATA_WITH_FIVE_BYTES = "000005 00 01 00000001 0700000001";
    private static final String GOAWAY_MAX_AGE = "00000f 07 00 00000000 7fffffff 00000000 6d61785f616765";
    private static final String GOAWAY_CALM = "000008 07 00 00000000 80000005 0000000b";

    @Test
    void goaway_frames_are_found_between_others_in_their_order() {
        assertThat(scan(
                        EMPTY_SETTINGS + DATA_WITH_FIVE_BYTES + GOAWAY_MAX_AGE + DATA_WITH_FIVE_BYTES + GOAWAY_CALM,
                        1000))
                .containsExactly(
                        new GoAway(Integer.MAX_VALUE, 0, "max_age"),
                        new GoAway(5, 11, "")); // the reserved bit of the last stream is ignored
    }

    @Test
    void it_does_not_matter_how_the_bytes_arrive() {
        String stream = EMPTY_SETTINGS + DATA_WITH_FIVE_BYTES + GOAWAY_MAX_AGE + GOAWAY_CALM;
        List<GoAway> whole = scan(stream, 1000);
        for (int piece = 1; piece < 40; piece++) {
            assertThat(scan(stream, piece)).as("in pieces of %d", piece).isEqualTo(whole);
        }
    }

    @Test
    void debug_data_without_end_is_cut_and_what_follows_is_still_read() {
        String endless = "001008 07 00 00000000 00000001 00000000" + "61".repeat(4096);
        List<GoAway> found = scan(endless + GOAWAY_CALM, 100);
        assertThat(found).hasSize(2);
        assertThat(found.getFirst().debugData()).hasSize(1024);
        assertThat(found.getLast().errorCode()).isEqualTo(11);
    }

    @Test
    void a_goaway_too_short_to_be_one_is_passed_over() {
        assertThat(scan("000004 07 00 00000000 00000000" + GOAWAY_CALM, 1000)).hasSize(1);
    }

    @Test
    void in_words_it_has_the_code_by_name() {
        assertThat(new GoAway(Integer.MAX_VALUE, 0, "max_age").inWords())
                .isEqualTo("GOAWAY NO_ERROR, last stream 2147483647, \"max_age\"");
        assertThat(new GoAway(5, 11, "").inWords()).isEqualTo("GOAWAY ENHANCE_YOUR_CALM, last stream 5");
        assertThat(new GoAway(5, 0xffff_ffffL, "").inWords()).isEqualTo("GOAWAY error 0xffffffff, last stream 5");
    }

    private static List<GoAway> scan(String hex, int piece) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        List<GoAway> found = new ArrayList<>();
        GoAwayScanner scanner = new GoAwayScanner(found::add);
        for (int at = 0; at < bytes.length; at += piece) {
            scanner.scan(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)));
        }
        return found;
    }
}
