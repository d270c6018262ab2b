package sevenlayers.labs.terminal;

/** What to show where the terminal has no UTF-8: the shapes we draw with, in ASCII; other characters are left to the encoding. */
final class Ascii {

    private Ascii() {}

    static String of(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            if (c < 0x80) {
                out.append(c);
            } else {
                out.append(of(c));
            }
        }
        return out.toString();
    }

    private static String of(char shape) {
        return switch (shape) {
            case '✓' -> "ok";
            case '✗' -> "NO";
            case '█', '▉', '▊', '▋', '▌', '▍', '▎', '▏' -> "#";
            case '░' -> ".";
            case '│', '├', '┃' -> "|";
            case '└' -> "`";
            case '─', '━', '–', '—' -> "-";
            case '·', '•' -> "-";
            case '→', '▶' -> ">";
            case '←', '◀' -> "<";
            case '…' -> "...";
            case '±' -> "+-";
            case '×' -> "x";
            case 'µ', 'μ' -> "u";
            case '≤' -> "<=";
            case '≥' -> ">=";
            case '≠' -> "!=";
            case '§' -> "section ";
            case '’', '‘' -> "'";
            case '“', '”' -> "\"";
            case '\u00a0' -> " ";
            default -> String.valueOf(shape);
        };
    }
}
