package sevenlayers.handshake.tls.engine;

import java.time.Duration;
import java.util.Optional;
import sevenlayers.handshake.tls.alert.AlertDescription;
import sevenlayers.handshake.tls.alert.TlsFailure;
import sevenlayers.handshake.tls.extension.Alpn;
import sevenlayers.handshake.tls.extension.PreSharedKeys;
import sevenlayers.handshake.tls.extension.PskModes;
import sevenlayers.handshake.tls.message.ClientHello;
import sevenlayers.handshake.tls.parameter.CipherSuite;
import sevenlayers.handshake.tls.secret.EarlyStage;
import sevenlayers.wire.Bytes;

/** Whether a server takes a key of an earlier session that a client offers (RFC 8446 §4.2.11). */
final class Resumption {
    private static final int PSK_DHE_KE = 1;
    /** RFC 8446 §8.3: how far the age that a client says may be from what the server sees. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final ServerSettings settings;
    private final ClientHello hello;
    private final CipherSuite suite;
    private final TlsConnection connection;

    Resumption(ServerSettings settings, ClientHello hello, CipherSuite suite, TlsConnection connection) {
        this.settings = settings;
        this.hello = hello;
        this.suite = suite;
        this.connection = connection;
    }

    record Taken(EarlyStage stage, boolean allowsEarlyData) {}

    Optional<Taken> taken(Optional<Alpn> protocol) {
        Optional<PreSharedKeys> offered = hello.extension(PreSharedKeys.class);
        boolean together = hello.extension(PskModes.class)
                .map(modes -> modes.modes().contains(PSK_DHE_KE))
                .orElse(false);
        if (offered.isEmpty() || settings.ticketKey().isEmpty() || !together) {
            return Optional.empty();
        }
        PreSharedKeys.Identity identity = offered.get().identities().getFirst();
        Optional<Tickets.Content> content = new Tickets(settings.ticketKey().get())
                .open(identity.ticket())
                .filter(ticket -> ticket.suite().hash() == suite.hash() && isAlive(ticket));
        if (content.isEmpty()) {
            connection.wire().decided("the ticket is not known, or too old: a full handshake", "RFC 8446 §4.2.11");
            return Optional.empty();
        }
        EarlyStage stage = EarlyStage.withPsk(suite.hash(), content.get().psk());
        check(offered.get(), stage);
        connection
                .wire()
                .decided("the ticket is known, and its binder fits: no certificate is needed", "RFC 8446 §2.2");
        return Optional.of(new Taken(stage, allowsEarlyData(content.get(), identity, protocol)));
    }

    private boolean isAlive(Tickets.Content ticket) {
        Duration age = Duration.between(ticket.issued(), connection.now());
        return !age.isNegative() && age.toSeconds() <= Tickets.LIFETIME_SECONDS;
    }

    private void check(PreSharedKeys offered, EarlyStage stage) {
        if (offered.binders().size() != offered.identities().size()) {
            throw Flow.illegal("as many binders as identities are needed", "RFC 8446 §4.2.11");
        }
        Bytes hash = connection.wire().transcript.hashWithLastCut(suite.hash(), offered.bindersLength());
        if (!offered.binders().getFirst().equals(stage.binder(hash))) {
            throw new TlsFailure(
                    AlertDescription.DECRYPT_ERROR,
                    "the binder does not fit: the client does not have the key of the ticket that it shows",
                    "RFC 8446 §4.2.11");
        }
    }

    /** RFC 8446 §4.2.10: only with the same suite and protocol; §8.3: only while the age is right. */
    private boolean allowsEarlyData(Tickets.Content ticket, PreSharedKeys.Identity identity, Optional<Alpn> protocol) {
        long saidMillis = identity.obfuscatedTicketAge() - ticket.ageAdd() & 0xffff_ffffL;
        long seenMillis = Duration.between(ticket.issued(), connection.now()).toMillis();
        String now =
                protocol.map(chosen -> chosen.protocols().getFirst().utf8()).orElse("");
        return settings.maximumEarlyData() > 0
                && ticket.suite() == suite
                && ticket.applicationProtocol().equals(now)
                && Math.abs(seenMillis - saidMillis) <= FRESH.toMillis();
    }
}
