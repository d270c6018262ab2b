package sevenlayers.wire.tcp;

/** The control bits of a segment (RFC 9293 §3.1; ECE and CWR: RFC 3168; AE: RFC 9768), as the header has them. */
public final class TcpFlags {
    public static final int FIN = 1;
    public static final int SYN = 2;
    public static final int RST = 4;
    public static final int PSH = 8;
    public static final int ACK = 16;
    public static final int URG = 32;
    public static final int ECE = 64;
    public static final int CWR = 128;
    public static final int AE = 256;
    /** All of them, and the three bits beside them that nobody has claimed. */
    public static final int ALL = 0xfff;

    private static final String LETTERS = "FSRP.UEWA";

    private TcpFlags() {}

    /** A letter for each flag that is set, in the order in which people say them: {@code S.}, {@code F.}, {@code P.}. */
    public static String text(int flags) {
        StringBuilder text = new StringBuilder();
        for (char letter : "SFRPUEWA.".toCharArray()) {
            if ((flags & 1 << LETTERS.indexOf(letter)) != 0) {
                text.append(letter);
            }
        }
        return text.toString();
    }

    /** The flags that these letters name, or -1 where one of them names none. */
    public static int parse(String text) {
        int flags = 0;
        for (int i = 0; i < text.length(); i++) {
            int bit = LETTERS.indexOf(text.charAt(i));
            if (bit < 0) {
                return -1;
            }
            flags |= 1 << bit;
        }
        return flags;
    }
}
