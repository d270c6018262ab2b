package sevenlayers.handshake.tls.engine;

import sevenlayers.handshake.tls.alert.AlertDescription;
import sevenlayers.handshake.tls.alert.TlsFailure;
import sevenlayers.handshake.tls.extension.EarlyDataLimit;
import sevenlayers.handshake.tls.extension.Extension;
import sevenlayers.handshake.tls.message.HandshakeMessage;
import sevenlayers.handshake.tls.message.KeyUpdate;
import sevenlayers.handshake.tls.message.NewSessionTicket;
import sevenlayers.handshake.tls.parameter.CipherSuite;
import sevenlayers.handshake.tls.secret.MasterStage;
import sevenlayers.handshake.tls.secret.Secret;
import sevenlayers.handshake.tls.secret.TrafficSecret;
import sevenlayers.wire.Bytes;

/** TLS 1.3 after the handshake: data, tickets, and new keys. */
final class Open13 extends Flow {
    private final CipherSuite suite;
    private final MasterStage master;
    /** Of ClientHello to the client's Finished. */
    private final Bytes transcriptHash;

    private TrafficSecret writes;
    private TrafficSecret reads;

    Open13(
            TlsConnection connection,
            CipherSuite suite,
            MasterStage master,
            TrafficSecret writes,
            TrafficSecret reads,
            Bytes transcriptHash) {
        super(connection);
        this.suite = suite;
        this.master = master;
        this.writes = writes;
        this.reads = reads;
        this.transcriptHash = transcriptHash;
    }

    @Override
    void message(HandshakeMessage message) {
        switch (message) {
            case NewSessionTicket ticket when !connection.isServer() -> keep(ticket);
            case KeyUpdate update -> updated(update);
            default -> throw unexpected(message, "NewSessionTicket or KeyUpdate");
        }
    }

    private void keep(NewSessionTicket ticket) {
        Secret psk = master.resumptionPsk(transcriptHash, ticket.nonce());
        wire.made(psk);
        long earlyData = Extension.find(ticket.extensions(), EarlyDataLimit.class)
                .map(EarlyDataLimit::maximum)
                .orElse(0L);
        wire.add(new Effect.Resumable(new Session(
                suite, psk.value(), ticket.ticket(), ticket.ageAdd(), ticket.lifetime(), earlyData, connection.now())));
    }

    private void updated(KeyUpdate update) {
        reads = reads.next();
        wire.made(reads.secret());
        wire.readWith(reads.protection(suite.cipher()), reads.secret().name());
        if (update.requested()) {
            wire.decided("the peer asked for new keys in this direction, too", "RFC 8446 §4.6.3");
            updateKeys(false);
        }
    }

    @Override
    void updateKeys(boolean askPeer) {
        wire.sendAfterwards(new KeyUpdate(askPeer));
        writes = writes.next();
        wire.made(writes.secret());
        wire.writeWith(writes.protection(suite.cipher()), writes.secret().name());
    }

    @Override
    void changeCipherSpec() {
        throw new TlsFailure(
                AlertDescription.UNEXPECTED_MESSAGE, "change_cipher_spec after the handshake", "RFC 8446 §5");
    }

    @Override
    void data(Bytes bytes) {
        wire.add(new Effect.Data(bytes, false));
    }

    @Override
    boolean isOpen() {
        return true;
    }
}
