package sevenlayers.labs.terminal;

/** Ways to set off a piece of text; without colour they disappear, so none carries a meaning of its own. */
public enum Style {
    BOLD("1"),
    DIM("2"),
    GOOD("32"),
    BAD("31"),
    WARNING("33"),
    COMMAND("36");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }
}
