package sevenlayers.handshake.network;

/**
 * What goes wrong by chance. Each probability is 0 to 1.
 *
 * @param burst packets that are lost together
 * @param reordering that a packet takes {@code reorderingDelayNanos} longer and is overtaken
 * @param corruption that a bit of a packet is flipped
 * @param jitterNanos up to so much longer, evenly distributed; the order is kept
 */
public record Impairments(
        double loss,
        BurstLoss burst,
        double duplication,
        double reordering,
        long reorderingDelayNanos,
        double corruption,
        long jitterNanos) {
    public static final Impairments NONE = new Impairments(0, BurstLoss.NONE, 0, 0, 0, 0, 0);

    /**
     * Two states of a link, each with its own loss (Gilbert 1960, Elliott 1963); the good one loses nothing.
     *
     * @param begins that a packet ends a good time
     * @param ends that a packet ends a bad time
     * @param loss in bad times
     */
    public record BurstLoss(double begins, double ends, double loss) {
        public static final BurstLoss NONE = new BurstLoss(0, 1, 0);
    }
}
