package sevenlayers.labs.terminal;

/** One colour a pod, the same wherever it is drawn: by its number for node pods, by its service for the others. */
final class PodColours {

    /** From the 256 colours of xterm: apart for most colour-blind readers, legible on light and dark. */
    private static final int[] NUMBERED = {38, 208, 71, 170, 178, 67, 167, 109, 143, 97};

    private static final int OTHER = 245;

    private PodColours() {}

    /** The SGR code for {@code pod}, as in {@code node-2}. */
    static String of(String pod) {
        int dash = pod.lastIndexOf('-');
        String service = dash < 0 ? pod : pod.substring(0, dash);
        if (!service.equals("node") || dash < 0) {
            return "38;5;" + OTHER;
        }
        int number = 0;
        for (char digit : pod.substring(dash + 1).toCharArray()) {
            if (digit < '0' || digit > '9' || number > 10_000) {
                return "38;5;" + OTHER;
            }
            number = number * 10 + (digit - '0');
        }
        return "38;5;" + NUMBERED[Math.floorMod(number - 1, NUMBERED.length)];
    }
}
