package sevenlayers.handshake;

import sevenlayers.handshake.tcp.TcpInfo;
import sevenlayers.handshake.tcp.TcpState;

/** What a sender knows, as a message. */
final class InfoMessages {
    private InfoMessages() {}

    static sevenlayers.handshake.v1.TcpInfo info(TcpInfo info) {
        return sevenlayers.handshake.v1.TcpInfo.newBuilder()
                .setTcpiState(info.state())
                .setTcpiCaState(info.caState())
                .setTcpiRetransmits(info.retransmits())
                .setTcpiProbes(info.probes())
                .setTcpiBackoff(info.backoff())
                .setTcpiOptions(info.options())
                .setTcpiSndWscale(info.sndWscale())
                .setTcpiRcvWscale(info.rcvWscale())
                .setTcpiRto(info.rto())
                .setTcpiAto(info.ato())
                .setTcpiSndMss(info.sndMss())
                .setTcpiRcvMss(info.rcvMss())
                .setTcpiUnacked(info.unacked())
                .setTcpiSacked(info.sacked())
                .setTcpiLost(info.lost())
                .setTcpiRetrans(info.retrans())
                .setTcpiLastDataSent(info.lastDataSent())
                .setTcpiLastDataRecv(info.lastDataRecv())
                .setTcpiLastAckRecv(info.lastAckRecv())
                .setTcpiPmtu(info.pmtu())
                .setTcpiRtt(info.rtt())
                .setTcpiRttvar(info.rttvar())
                .setTcpiSndSsthresh(info.sndSsthresh())
                .setTcpiSndCwnd(info.sndCwnd())
                .setTcpiAdvmss(info.advmss())
                .setTcpiReordering(info.reordering())
                .setTcpiRcvSpace(info.rcvSpace())
                .setTcpiTotalRetrans(info.totalRetrans())
                .setTcpiPacingRate(info.pacingRate())
                .setTcpiBytesAcked(info.bytesAcked())
                .setTcpiBytesReceived(info.bytesReceived())
                .setTcpiSegsOut(info.segsOut())
                .setTcpiSegsIn(info.segsIn())
                .setTcpiNotsentBytes(info.notsentBytes())
                .setTcpiMinRtt(info.minRtt())
                .setTcpiDataSegsIn(info.dataSegsIn())
                .setTcpiDataSegsOut(info.dataSegsOut())
                .setTcpiDeliveryRate(info.deliveryRate())
                .setTcpiBusyTime(info.busyTime())
                .setTcpiRwndLimited(info.rwndLimited())
                .setTcpiSndbufLimited(info.sndbufLimited())
                .setTcpiDelivered(info.delivered())
                .setTcpiDeliveredCe(info.deliveredCe())
                .setTcpiBytesSent(info.bytesSent())
                .setTcpiBytesRetrans(info.bytesRetrans())
                .setTcpiDsackDups(info.dsackDups())
                .setTcpiReordSeen(info.reordSeen())
                .setTcpiRcvOoopack(info.rcvOoopack())
                .setTcpiSndWnd(info.sndWnd())
                .setTcpiRcvWnd(info.rcvWnd())
                .setTcpiDeliveryRateAppLimited(info.deliveryRateAppLimited())
                .build();
    }

    static sevenlayers.handshake.v1.TcpState state(TcpState state) {
        return sevenlayers.handshake.v1.TcpState.valueOf("TCP_STATE_" + state.name());
    }
}
