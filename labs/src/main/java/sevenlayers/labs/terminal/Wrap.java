package sevenlayers.labs.terminal;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines that fit, between words; a Korean character counts two columns. */
public final class Wrap {

    private Wrap() {}

    /** Paragraphs are parted by empty lines; other line ends in {@code text} are those of its file and mean nothing. */
    public static List<String> lines(String text, int columns) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.strip().split("\\n\\s*\\n", -1)) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            StringBuilder line = new StringBuilder();
            for (String word : paragraph.strip().split("\\s+", -1)) {
                if (!line.isEmpty() && Width.of(line.toString()) + 1 + Width.of(word) > columns) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** The same, with {@code start} before the first line and as much room before the others. */
    public static List<String> hanging(String start, String text, int columns) {
        List<String> lines = new ArrayList<>();
        String before = start;
        for (String line : lines(text, columns - Width.of(start))) {
            lines.add((before + line).stripTrailing());
            before = " ".repeat(Width.of(start));
        }
        return lines;
    }

    /**
     * A command line over several, so that it can be pasted: between words a line ends in a backslash; JSON in quotes is broken after a
     * comma, where white space means nothing.
     */
    public static List<String> command(String command, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        List<Piece> pieces = pieces(command);
        for (Piece piece : pieces) {
            String gap = piece.quoted() || line.isEmpty() ? "" : " ";
            int backslash = piece.equals(pieces.getLast()) ? 0 : 2;
            if (!line.isEmpty() && Width.of(line + gap + piece.text()) + backslash > columns) {
                lines.add(piece.quoted() ? line.toString() : line + " \\");
                line.setLength(0);
                line.append("  ");
                gap = "";
            }
            line.append(gap).append(piece.text());
        }
        lines.add(line.toString());
        return lines;
    }

    /**
     * What a command line is not broken within.
     *
     * @param quoted whether it goes on inside the quotes that the piece before it left open
     */
    private record Piece(String text, boolean quoted) {}

    private static List<Piece> pieces(String command) {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        boolean quoted = false;
        boolean string = false; // inside a string of JSON
        boolean escaped = false;
        boolean goesOn = false;
        for (char c : command.toCharArray()) {
            if (c == ' ' && !quoted) {
                pieces.add(new Piece(piece.toString(), goesOn));
                piece.setLength(0);
                goesOn = false;
                continue;
            }
            piece.append(c);
            quoted ^= c == '\'';
            string ^= quoted && c == '"' && !escaped;
            escaped = string && c == '\\' && !escaped;
            if (c == ',' && quoted && !string) {
                pieces.add(new Piece(piece.toString(), goesOn));
                piece.setLength(0);
                goesOn = true;
            }
        }
        pieces.add(new Piece(piece.toString(), goesOn));
        return pieces;
    }
}
