package sevenlayers.handshake.tls.certificate;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import sevenlayers.handshake.tls.alert.AlertDescription;
import sevenlayers.handshake.tls.alert.TlsFailure;
import sevenlayers.wire.Bytes;

/** Whether to believe the other end's certificates. */
@FunctionalInterface
public interface PeerCheck {
    /**
     * @param chain the other end's own certificate first
     * @throws TlsFailure with the alert that says why it is not believed
     */
    void check(List<X509Certificate> chain, Instant now);

    /** Believes everyone: whoever sits in between is believed, too. */
    static PeerCheck none() {
        return (chain, now) -> {};
    }

    /** The certificates of a message. */
    static List<X509Certificate> parse(List<Bytes> chain) {
        List<X509Certificate> parsed = new ArrayList<>();
        for (Bytes der : chain) {
            try {
                CertificateFactory factory = CertificateFactory.getInstance("X.509");
                ByteArrayInputStream in = new ByteArrayInputStream(der.toArray());
                parsed.add((X509Certificate) factory.generateCertificate(in));
                parsed.getLast().getPublicKey();
            } catch (GeneralSecurityException | RuntimeException malformed) {
                throw new TlsFailure(
                        AlertDescription.BAD_CERTIFICATE,
                        "certificate " + (parsed.size() + 1) + " of " + chain.size() + " cannot be parsed",
                        "RFC 8446 §6.2");
            }
        }
        return parsed;
    }
}
