package sevenlayers.labs.terminal;

/**
 * How many columns a text takes on a terminal: two for East Asian wide characters (UAX #11), none for combining marks and for colour
 * codes.
 */
public final class Width {

    /** First and last code points of the ranges that UAX #11 calls W or F, rising. */
    private static final int[][] WIDE = {
        {0x1100, 0x115F}, // Hangul Jamo, initial consonants
        {0x231A, 0x231B},
        {0x23E9, 0x23EC},
        {0x2E80, 0x303E}, // CJK radicals, punctuation
        {0x3041, 0x33FF}, // Kana, compatibility Jamo, enclosed CJK
        {0x3400, 0x4DBF},
        {0x4E00, 0x9FFF},
        {0xA000, 0xA4CF},
        {0xA960, 0xA97F},
        {0xAC00, 0xD7A3}, // Hangul syllables
        {0xF900, 0xFAFF},
        {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60},
        {0xFFE0, 0xFFE6},
        {0x1F300, 0x1F64F},
        {0x1F680, 0x1F6FF},
        {0x1F900, 0x1F9FF},
        {0x20000, 0x3FFFD},
    };

    private static final char ESCAPE = '\u001b';

    private Width() {}

    /** The columns that {@code text} takes; line ends and tabs must not be in it. */
    public static int of(String text) {
        int columns = 0;
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) == ESCAPE) {
                at = afterColour(text, at);
                continue;
            }
            int point = text.codePointAt(at);
            columns += of(point);
            at += Character.charCount(point);
        }
        return columns;
    }

    /** {@code text} with spaces after it, up to {@code columns}; as it is if it is longer. */
    public static String padded(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - of(text)));
    }

    /** {@code text} with spaces before it, up to {@code columns}; as it is if it is longer. */
    public static String right(String text, int columns) {
        return " ".repeat(Math.max(0, columns - of(text))) + text;
    }

    /** {@code text} in at most {@code columns}, its end replaced by {@code …} if need be. For text without colours. */
    public static String cut(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int used = 0;
        for (int point : text.codePoints().toArray()) {
            if (used + of(point) > columns - 1) {
                break;
            }
            kept.appendCodePoint(point);
            used += of(point);
        }
        return kept.append('…').toString();
    }

    private static int of(int point) {
        if (point < 0x300) {
            return Character.isISOControl(point) ? 0 : 1;
        }
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        if (point >= 0x1160 && point <= 0x11FF) {
            return 0; // Hangul vowels and final consonants join the initial one
        }
        for (int[] range : WIDE) {
            if (point < range[0]) {
                return 1;
            }
            if (point <= range[1]) {
                return 2;
            }
        }
        return 1;
    }

    /** ECMA-48 §5.4: a control sequence ends with a byte from 0x40 to 0x7E. */
    private static int afterColour(String text, int at) {
        int end = at + 2;
        while (end < text.length() && (text.charAt(end) < 0x40 || text.charAt(end) > 0x7E)) {
            end++;
        }
        return Math.min(text.length(), end + 1);
    }
}
