package sevenlayers.labs.terminal;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * Where the lab writes to, and what it can show there.
 *
 * <p>The script {@code lab} looks at the terminal (the JDK cannot) and says so by system properties: {@code lab.tty} holds {@code 0} if
 * standard input is a terminal and {@code 1} if standard output is; {@code lab.columns} is its width.
 *
 * @param out where to
 * @param live whether a line can be rewritten
 * @param colour whether colours are shown
 * @param unicode whether more than ASCII is shown
 * @param columns width to keep to, at most {@value #WIDEST}
 */
public record Terminal(PrintStream out, boolean live, boolean colour, boolean unicode, int columns) {

    /** The widest that we write, however wide the terminal is. */
    public static final int WIDEST = 100;

    private static final int NARROWEST = 40;

    /** Standard output, as the script and the environment describe it. */
    public static Terminal ofSystem() {
        return of(
                System.out,
                System.getProperty("lab.tty", "").contains("1"),
                Integer.getInteger("lab.columns", WIDEST),
                System.getenv());
    }

    /**
     * A terminal on {@code out}.
     *
     * @param terminal whether a person looks at it
     * @param columns its width
     * @param environment {@code NO_COLOR} (https://no-color.org) and {@code TERM} are read
     */
    public static Terminal of(PrintStream out, boolean terminal, int columns, Map<String, String> environment) {
        boolean dumb = environment.getOrDefault("TERM", "").equals("dumb");
        boolean noColour = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        // NO_COLOR asks for plain text; our rule is wider than colour: nothing is rewritten either.
        boolean live = terminal && !dumb && !noColour;
        boolean unicode = out.charset().equals(StandardCharsets.UTF_8)
                || out.charset().name().toLowerCase(Locale.ROOT).startsWith("utf");
        int width = terminal ? Math.clamp(columns, NARROWEST, WIDEST) : WIDEST;
        return new Terminal(out, live, live, unicode, width);
    }

    /** Whether a person can answer: standard input is a terminal. */
    public static boolean interactive() {
        return System.getProperty("lab.tty", "").contains("0");
    }

    /** The same abilities on another stream, without live lines and colours: for errors, which may go elsewhere. */
    public Terminal on(PrintStream other) {
        return new Terminal(other, false, false, unicode, columns);
    }

    /** Writes a line; shapes become ASCII where the terminal has nothing else. */
    public void line(String text) {
        out.println(shown(text));
        out.flush();
    }

    /** Writes a line of JSON, for programs; where there is no UTF-8 other characters than ASCII are escaped, and none is lost. */
    public void json(String line) {
        out.println(unicode ? line : escaped(line));
        out.flush();
    }

    private static String escaped(String json) {
        StringBuilder line = new StringBuilder(json.length());
        json.chars().forEach(c -> line.append(c < 0x80 ? String.valueOf((char) c) : String.format("\\u%04x", c)));
        return line.toString();
    }

    /** Writes an empty line. */
    public void line() {
        line("");
    }

    /** Writes {@code text} without ending the line, as before a question's answer. */
    public void prompt(String text) {
        out.print(shown(text));
        out.flush();
    }

    /** Rewrites the current line; only where {@link #live}. */
    void rewrite(String text) {
        out.print("\r\u001b[2K" + shown(text));
        out.flush();
    }

    /** {@code text} in {@code style}, or as it is where there are no colours. */
    public String styled(Style style, String text) {
        return colour ? "\u001b[" + style.code() + "m" + text + "\u001b[0m" : text;
    }

    /** {@code text} in the colour of {@code pod}, which is the same wherever the pod is drawn. */
    public String inColourOf(String pod, String text) {
        return colour ? "\u001b[" + PodColours.of(pod) + "m" + text + "\u001b[0m" : text;
    }

    /** {@code text} as it will be seen, which may be longer where there is only ASCII: to be measured before it is put in its place. */
    public String shown(String text) {
        return unicode ? text : Ascii.of(text);
    }
}
