package sevenlayers.labs.course.view;

import java.util.ArrayList;
import java.util.List;
import sevenlayers.labs.terminal.Width;

/** Breaks text into lines that fit, between words; a Korean character counts two columns. */
final class Wrap {

    private Wrap() {}

    /** Paragraphs are parted by empty lines; other line ends in {@code text} are those of its file and mean nothing. */
    static List<String> lines(String text, int columns) {
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

    /**
     * A command line over several: broken between its words, each line but the last ending in a backslash, so that it can be pasted.
     * What stands in quotes stays whole.
     */
    static List<String> command(String command, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : words(command)) {
            if (!line.isEmpty() && Width.of(line.toString()) + 1 + Width.of(word) + 2 > columns) {
                lines.add(line + " \\");
                line.setLength(0);
                line.append("  ");
            }
            line.append(line.isEmpty() || line.toString().isBlank() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (char c : command.toCharArray()) {
            quoted ^= c == '\'';
            if (c == ' ' && !quoted) {
                words.add(word.toString());
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        words.add(word.toString());
        return words;
    }
}
