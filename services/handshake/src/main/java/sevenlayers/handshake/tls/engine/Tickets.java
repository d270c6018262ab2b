package sevenlayers.handshake.tls.engine;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.parameter.CipherSuite;
import sevenlayers.handshake.tls.random.Randomness;
import sevenlayers.handshake.tls.random.Use;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.MalformedPacketException;

/**
 * Tickets that hold their session themselves, sealed under a key of the server's: the server keeps nothing. Whoever gets that key reads the
 * sessions of all tickets that it sealed.
 */
final class Tickets {
    static final long LIFETIME_SECONDS = 7200;
    private static final int NONCE = 12;

    private final SecretKeySpec key;

    Tickets(Bytes key) {
        this.key = new SecretKeySpec(key.toArray(), "AES");
    }

    /** What is in a ticket. */
    record Content(CipherSuite suite, Bytes psk, long ageAdd, Instant issued, String applicationProtocol) {}

    Bytes seal(Content content, Randomness randomness) {
        Bytes nonce = randomness.next(Use.TICKET_SEAL, NONCE);
        Bytes plain = Writer.written(out -> out.u16(content.suite().number())
                .opaque(1, content.psk())
                .u32(content.ageAdd())
                .u32(content.issued().toEpochMilli() >>> 32)
                .u32(content.issued().toEpochMilli() & 0xffff_ffffL)
                .opaque(1, Bytes.utf8(content.applicationProtocol())));
        try {
            Bytes sealed = run(Cipher.ENCRYPT_MODE, nonce, plain);
            return Writer.written(out -> out.bytes(nonce).bytes(sealed));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Empty where it is no ticket of this key's. */
    Optional<Content> open(Bytes ticket) {
        if (ticket.length() <= NONCE) {
            return Optional.empty();
        }
        try {
            Reader in = new Reader(run(Cipher.DECRYPT_MODE, ticket.slice(0, NONCE), ticket.from(NONCE)), "ticket");
            int suite = in.u16("suite");
            Bytes psk = in.opaque("psk", 1, 1, 255);
            long ageAdd = in.u32("age_add");
            Instant issued = Instant.ofEpochMilli(in.u32("issued.high") << 32 | in.u32("issued.low"));
            Bytes protocol = in.opaque("protocol", 1, 0, 255);
            return CipherSuite.of(suite).map(known -> new Content(known, psk, ageAdd, issued, protocol.utf8()));
        } catch (GeneralSecurityException | MalformedPacketException foreign) {
            return Optional.empty();
        }
    }

    private Bytes run(int mode, Bytes nonce, Bytes in) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(128, nonce.toArray()));
        return Bytes.wrap(cipher.doFinal(in.toArray()));
    }
}
