package sevenlayers.labs.course.view;

/** The shapes of arrows. */
record LadderShapes(String line, String right, String left, String lost, String again, String life, String gap) {

    static final LadderShapes DRAWN = new LadderShapes("─", "▶", "◀", "✗", "↻ ", "│", "⋮");
    static final LadderShapes ASCII = new LadderShapes("-", ">", "<", "X", "again: ", "|", ":");
}
