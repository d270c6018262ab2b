package sevenlayers.handshake;

import sevenlayers.handshake.scenario.Outcome;
import sevenlayers.handshake.v1.ConnectionSummary;
import sevenlayers.handshake.v1.EndReason;
import sevenlayers.handshake.v1.FlowSummary;
import sevenlayers.handshake.v1.LinkSummary;
import sevenlayers.handshake.v1.Summary;

/** What came of a run, as a message. */
final class OutcomeMessages {
    private OutcomeMessages() {}

    static Summary summary(Outcome outcome) {
        Summary.Builder summary = Summary.newBuilder()
                .setEnded(
                        switch (outcome.ended()) {
                            case QUIET -> EndReason.END_REASON_QUIET;
                            case EVENT_LIMIT -> EndReason.END_REASON_EVENT_LIMIT;
                            case TIME_LIMIT -> EndReason.END_REASON_TIME_LIMIT;
                            case TOLD -> EndReason.END_REASON_TOLD;
                        })
                .setBecause(outcome.because())
                .setAtNanos(outcome.atNanos())
                .setEvents(outcome.events())
                .putAllTimeWait(outcome.timeWait());
        outcome.connections().forEach(connection -> summary.addConnections(connection(connection)));
        outcome.channels().forEach(channel -> summary.addLinks(link(channel)));
        return summary.build();
    }

    private static ConnectionSummary connection(Outcome.OfConnection connection) {
        ConnectionSummary.Builder message = ConnectionSummary.newBuilder()
                .setConnection(connection.name())
                .setEstablishedAtNanos(connection.establishedAtNanos())
                .setEndedAtNanos(connection.endedAtNanos())
                .setFailure(connection.failure());
        connection.states().forEach(state -> message.addStates(InfoMessages.state(state)));
        connection.flows().forEach(flow -> message.addFlows(flow(flow)));
        return message.build();
    }

    private static FlowSummary flow(Outcome.OfFlow flow) {
        FlowSummary.Builder message = FlowSummary.newBuilder()
                .setFrom(flow.from())
                .setTo(flow.to())
                .setWrittenBytes(flow.written())
                .setDeliveredBytes(flow.delivered())
                .setIntact(flow.intact())
                .setGoodputBitsPerSecond(flow.goodputBitsPerSecond())
                .setSegments(flow.segments())
                .setRetransmissions(flow.retransmissions())
                .setTimeouts(flow.timeouts())
                .setLosses(flow.losses());
        if (flow.info() != null) {
            message.setInfo(InfoMessages.info(flow.info()));
        }
        return message.build();
    }

    private static LinkSummary link(Outcome.OfChannel channel) {
        return LinkSummary.newBuilder()
                .setLink(channel.name())
                .setPackets(channel.counts().packets())
                .setBytes(channel.counts().bytes())
                .setUtilisation(channel.utilisation())
                .setQueueDrops(channel.counts().queueDrops())
                .setLinkLosses(channel.counts().linkLosses())
                .setMeanQueuePackets(channel.meanQueue())
                .setLongestQueuePackets(channel.counts().longestQueue())
                .setMarked(channel.counts().marked())
                .build();
    }
}
