package sevenlayers.handshake;

import sevenlayers.handshake.network.Loss;
import sevenlayers.handshake.scenario.Event;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.handshake.v1.ApplicationEvent;
import sevenlayers.handshake.v1.BufferChanged;
import sevenlayers.handshake.v1.Delivered;
import sevenlayers.handshake.v1.EndView;
import sevenlayers.handshake.v1.IcmpSent;
import sevenlayers.handshake.v1.LossKind;
import sevenlayers.handshake.v1.Sample;
import sevenlayers.handshake.v1.SegmentArrived;
import sevenlayers.handshake.v1.SegmentLost;
import sevenlayers.handshake.v1.SegmentSent;
import sevenlayers.handshake.v1.StateChanged;
import sevenlayers.handshake.v1.TimerChange;
import sevenlayers.handshake.v1.TimerChanged;
import sevenlayers.handshake.v1.Why;

/** Events as messages. */
final class EventMessages {
    private EventMessages() {}

    static sevenlayers.handshake.v1.Event event(Event event, boolean payloads) {
        sevenlayers.handshake.v1.Event.Builder message = sevenlayers.handshake.v1.Event.newBuilder()
                .setNumber(event.number())
                .setAtNanos(event.atNanos())
                .setHost(event.host())
                .setConnection(event.connection());
        what(event.what(), payloads, message);
        if (event.why() != null) {
            message.setWhy(why(event.why()));
        }
        event.ends().forEach(end -> message.addEnds(view(end)));
        return message.build();
    }

    static Why why(Rule rule) {
        return Why.newBuilder().setText(rule.text()).setSource(rule.source()).build();
    }

    private static void what(Event.What what, boolean payloads, sevenlayers.handshake.v1.Event.Builder message) {
        switch (what) {
            case Event.What.Sent sent ->
                message.setSent(SegmentSent.newBuilder()
                        .setTo(sent.to())
                        .setSegment(SegmentMessages.segment(sent.shown(), payloads))
                        .setPacket(sent.packet())
                        .setRetransmission(sent.retransmission()));
            case Event.What.Lost lost ->
                message.setLost(SegmentLost.newBuilder()
                        .setTo(lost.to())
                        .setSegment(SegmentMessages.segment(lost.shown(), payloads))
                        .setPacket(lost.packet())
                        .setWhere(lost.where())
                        .setKind(kind(lost.how())));
            case Event.What.Arrived arrived ->
                message.setArrived(SegmentArrived.newBuilder()
                        .setFrom(arrived.from())
                        .setSegment(SegmentMessages.segment(arrived.shown(), payloads))
                        .setPacket(arrived.packet())
                        .setCongestionMarked(arrived.congestionMarked()));
            case Event.What.StateChanged changed ->
                message.setState(StateChanged.newBuilder()
                        .setFrom(InfoMessages.state(changed.from()))
                        .setTo(InfoMessages.state(changed.to())));
            case Event.What.TimerChanged changed ->
                message.setTimer(TimerChanged.newBuilder()
                        .setTimer(changed.timer().text())
                        .setChange(TimerChange.valueOf(
                                "TIMER_CHANGE_" + changed.change().name()))
                        .setFiresAtNanos(changed.firesAtNanos()));
            case Event.What.Sampled sampled ->
                message.setSample(Sample.newBuilder()
                        .setInfo(InfoMessages.info(sampled.info()))
                        .setCongestionWindowBytes(sampled.cwndBytes())
                        .setSlowStartThresholdBytes(sampled.ssthreshBytes())
                        .setPhase(sampled.phase()));
            case Event.What.BufferChanged changed ->
                message.setBuffer(BufferChanged.newBuilder()
                        .setSendBytes(changed.sendBytes())
                        .setInFlightBytes(changed.inFlightBytes())
                        .setReceiveBytes(changed.receiveBytes())
                        .setOutOfOrderBytes(changed.outOfOrderBytes())
                        .setReceiveWindow(changed.receiveWindow())
                        .setSendWindow(changed.sendWindow()));
            case Event.What.Delivered delivered ->
                message.setDelivered(
                        Delivered.newBuilder().setBytes(delivered.bytes()).setTotalBytes(delivered.totalBytes()));
            case Event.What.Application application ->
                message.setApplication(ApplicationEvent.newBuilder()
                        .setWhat(application.what())
                        .setBytes(application.bytes()));
            case Event.What.Icmp icmp ->
                message.setIcmp(IcmpSent.newBuilder().setTo(icmp.to()).setError(SegmentMessages.icmp(icmp.message())));
        }
    }

    private static LossKind kind(Loss how) {
        return switch (how) {
            case LINK -> LossKind.LOSS_KIND_LINK;
            case SCRIPT -> LossKind.LOSS_KIND_SCRIPT;
            case QUEUE_FULL -> LossKind.LOSS_KIND_QUEUE_FULL;
            case QUEUE_EARLY -> LossKind.LOSS_KIND_QUEUE_EARLY;
            case CHECKSUM -> LossKind.LOSS_KIND_CHECKSUM;
            case TIME_TO_LIVE -> LossKind.LOSS_KIND_TIME_TO_LIVE;
            case TOO_BIG -> LossKind.LOSS_KIND_TOO_BIG;
            case NO_ROUTE -> LossKind.LOSS_KIND_UNSPECIFIED; // every scenario has a path between all its hosts
        };
    }

    private static EndView view(Event.EndView end) {
        return EndView.newBuilder()
                .setHost(end.host())
                .setState(InfoMessages.state(end.state()))
                .setSndUna(end.sndUna())
                .setSndNxt(end.sndNxt())
                .setSndWnd((int) Math.min(end.sndWnd(), 0xffff_ffffL))
                .setRcvNxt(end.rcvNxt())
                .setRcvWnd((int) Math.min(end.rcvWnd(), 0xffff_ffffL))
                .setCwnd((int) Math.min(end.cwnd(), 0xffff_ffffL))
                .build();
    }
}
