package sevenlayers.handshake.tcp.congestion.bbr;

import sevenlayers.handshake.tcp.recovery.DeliveryRate;

/** What the last round trip has delivered, and whether anything was lost in it (§5.5.10.3). */
final class LatestRound {
    private long endsAtDelivered;
    private boolean ends;
    private double rate;
    private double delivered;
    private boolean loss;

    /** UpdateLatestDeliverySignals, near the start of an acknowledgment. */
    void begin(DeliveryRate sample) {
        rate = Math.max(rate, sample.bytesPerSecond());
        delivered = Math.max(delivered, sample.deliveredInSample());
        ends = sample.priorDelivered() >= endsAtDelivered;
        if (ends) {
            endsAtDelivered = sample.delivered();
        }
    }

    /** AdvanceLatestDeliverySignals, near its end. */
    void end(DeliveryRate sample) {
        if (ends) {
            rate = sample.bytesPerSecond();
            delivered = sample.deliveredInSample();
        }
    }

    /** NoteLoss; returns whether it is the first of its round trip. */
    boolean lost(long deliveredSoFar) {
        boolean first = !loss;
        if (first) {
            endsAtDelivered = deliveredSoFar;
        }
        loss = true;
        return first;
    }

    /** ResetCongestionSignals */
    void reset() {
        forgetLoss();
        rate = 0;
        delivered = 0;
    }

    void forgetLoss() {
        loss = false;
    }

    /** BBR.loss_round_start: whether the acknowledgment that is being dealt with ends it. */
    boolean ends() {
        return ends;
    }

    /** BBR.is_loss_in_round */
    boolean hasLoss() {
        return loss;
    }

    /** BBR.bw_latest */
    double rate() {
        return rate;
    }

    /** BBR.inflight_latest */
    double delivered() {
        return delivered;
    }
}
