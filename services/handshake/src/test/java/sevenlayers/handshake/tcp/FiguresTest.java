package sevenlayers.handshake.tcp;

import org.junit.jupiter.api.Test;

/** The figures of RFC 9293 §3.5 and §3.6. */
final class FiguresTest {
    @Test
    void figure6_openFromTheActiveSide() {
        OneEnd a = new OneEnd(OneEnd.plain());
        a.open().is(TcpState.SYN_SENT).sends("S 100");
        a.arrives("S. 300 ack 101")
                .sends(". 101 ack 301")
                .is(TcpState.ESTABLISHED)
                .told(TcpNotification.CONNECTED)
                .sendsNothing();
    }

    @Test
    void figure6_openFromThePassiveSide() {
        OneEnd b = new OneEnd(OneEnd.plain());
        b.listen().is(TcpState.LISTEN);
        b.arrives("S 300").sends("S. 100 ack 301").is(TcpState.SYN_RECEIVED).notTold(TcpNotification.CONNECTED);
        b.arrives(". 301 ack 101")
                .is(TcpState.ESTABLISHED)
                .told(TcpNotification.CONNECTED)
                .sendsNothing();
        b.arrives("P. 301 ack 101 length 10").told(TcpNotification.READABLE);
    }

    @Test
    void figure7_simultaneousOpen() {
        OneEnd a = new OneEnd(OneEnd.plain());
        a.open().sends("S 100");
        a.arrives("S 300").sends("S. 100 ack 301").is(TcpState.SYN_RECEIVED);
        a.arrives("S. 300 ack 101").is(TcpState.ESTABLISHED).told(TcpNotification.CONNECTED);
    }

    @Test
    void figure8_anOldDuplicateSynIsResetAndTheListenerGoesBack() {
        OneEnd b = new OneEnd(OneEnd.plain());
        b.listen();
        b.arrives("S 90").sends("S. 100 ack 91");
        b.arrives("R 91").is(TcpState.LISTEN).sendsNothing();
        b.arrives("S 300").sends("S. 100 ack 301");
        b.arrives(". 301 ack 101").is(TcpState.ESTABLISHED);
    }

    @Test
    void figure8_theOpenerResetsAnAnswerToAnOldSyn() {
        OneEnd a = new OneEnd(OneEnd.plain());
        a.open().sends("S 100");
        a.arrives("S. 300 ack 91").sends("R 91").is(TcpState.SYN_SENT);
        a.arrives("S. 400 ack 101").sends(". 101 ack 401").is(TcpState.ESTABLISHED);
    }

    @Test
    void figure9_aHalfOpenConnectionIsFoundByTheOtherSide() {
        // A has crashed and opens again with 100; B is still established and answers with what it expects.
        OneEnd a = new OneEnd(OneEnd.plain());
        a.open().sends("S 100");
        a.arrives(". 300 ack 50").sends("R 50").is(TcpState.SYN_SENT);
    }

    @Test
    void figure9_theEstablishedSideAnswersTheNewSynAndIsReset() {
        OneEnd b = OneEnd.established(OneEnd.plain(), 65_535);
        b.arrives("S 400").sends(". 101 ack 301").is(TcpState.ESTABLISHED);
        b.arrives("R 301").is(TcpState.CLOSED).told(TcpNotification.RESET);
    }

    @Test
    void figure10_activeSideFindsAHalfOpenConnectionByItsData() {
        OneEnd a = new OneEnd(OneEnd.plain());
        a.arrives("P. 300 ack 100 length 10").sends("R 100").is(TcpState.CLOSED);
    }

    @Test
    void figure11_twoListenersOfWhichOneGetsAnOldSyn() {
        OneEnd b = new OneEnd(OneEnd.plain());
        b.listen();
        b.arrives("S 300").sends("S. 100 ack 301");
        b.arrives("R 301").is(TcpState.LISTEN);
    }

    @Test
    void figure12_normalCloseFromTheSideThatClosesFirst() {
        OneEnd a = OneEnd.established(OneEnd.plain(), 65_535);
        a.close().sends("F. 101 ack 301").is(TcpState.FIN_WAIT_1);
        a.arrives(". 301 ack 102").is(TcpState.FIN_WAIT_2).sendsNothing();
        a.arrives("F. 301 ack 102")
                .sends(". 102 ack 302")
                .is(TcpState.TIME_WAIT)
                .told(TcpNotification.PEER_CLOSED);
        a.passes(240 * OneEnd.SECOND - 1)
                .is(TcpState.TIME_WAIT)
                .passes(1)
                .is(TcpState.CLOSED)
                .told(TcpNotification.CLOSED);
    }

    @Test
    void figure12_normalCloseFromTheSideThatClosesSecond() {
        OneEnd b = OneEnd.established(OneEnd.plain(), 65_535);
        b.arrives("F. 301 ack 101")
                .sends(". 101 ack 302")
                .is(TcpState.CLOSE_WAIT)
                .told(TcpNotification.PEER_CLOSED);
        b.close().sends("F. 101 ack 302").is(TcpState.LAST_ACK);
        b.arrives(". 302 ack 102")
                .is(TcpState.CLOSED)
                .told(TcpNotification.CLOSED)
                .sendsNothing();
    }

    @Test
    void figure13_simultaneousClose() {
        OneEnd a = OneEnd.established(OneEnd.plain(), 65_535);
        a.close().sends("F. 101 ack 301");
        a.arrives("F. 301 ack 101").sends(". 102 ack 302").is(TcpState.CLOSING);
        a.arrives(". 302 ack 102").is(TcpState.TIME_WAIT).sendsNothing();
        a.passes(240 * OneEnd.SECOND).is(TcpState.CLOSED);
    }

    @Test
    void close_withThreeSegments() {
        OneEnd a = OneEnd.established(OneEnd.plain(), 65_535);
        a.close().sends("F. 101 ack 301");
        a.arrives("F. 301 ack 102").sends(". 102 ack 302").is(TcpState.TIME_WAIT);
    }

    @Test
    void halfClose_dataStillArrivesAfterTheFin() {
        OneEnd a = OneEnd.established(OneEnd.plain(), 65_535);
        a.shutdown().sends("F. 101 ack 301");
        a.arrives(". 301 ack 102").is(TcpState.FIN_WAIT_2);
        a.arrives("P. 301 ack 102 length 500")
                .told(TcpNotification.READABLE)
                .passes(OneEnd.SECOND)
                .sends(". 102 ack 801");
        org.assertj.core.api.Assertions.assertThat(a.read(1_000)).isEqualTo(500);
        a.arrives("F. 801 ack 102").sends(". 102 ack 802").is(TcpState.TIME_WAIT);
    }

    @Test
    void halfClose_dataIsStillSentAfterTheOtherFin() {
        OneEnd b = OneEnd.established(OneEnd.plain(), 65_535);
        b.arrives("F. 301 ack 101").sends(". 101 ack 302");
        b.write(700).sends("P. 101 ack 302 length 700").is(TcpState.CLOSE_WAIT);
    }
}
