package sevenlayers.handshake.tls.certificate;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import sevenlayers.handshake.tls.alert.AlertDescription;
import sevenlayers.handshake.tls.alert.TlsFailure;

/**
 * The JDK's check of a path, with checks before it that give each failure its own alert, and with those that a path says nothing about: what
 * the certificate is for, and whose name is in it.
 *
 * @param anchors whom to trust
 * @param purpose what the certificate is to be good for
 * @param host the name that it must have; empty: any
 */
public record PkixCheck(List<X509Certificate> anchors, Purpose purpose, String host) implements PeerCheck {
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    public PkixCheck {
        anchors = List.copyOf(anchors);
    }

    /** RFC 5280 §4.2.1.12. */
    public enum Purpose {
        SERVER("1.3.6.1.5.5.7.3.1"),
        CLIENT("1.3.6.1.5.5.7.3.2");

        private final String oid;

        Purpose(String oid) {
            this.oid = oid;
        }
    }

    @Override
    public void check(List<X509Certificate> chain, Instant now) {
        for (int i = 0; i < chain.size(); i++) {
            validAt(chain, i, now);
            signedByNext(chain, i);
        }
        path(chain, now);
        forPurpose(chain.getFirst());
        if (!host.isEmpty() && !HostNames.match(chain.getFirst(), host)) {
            throw new TlsFailure(
                    AlertDescription.CERTIFICATE_UNKNOWN,
                    "the certificate is for " + HostNames.of(chain.getFirst()) + ", and " + host + " was asked for",
                    "RFC 9525 §6");
        }
    }

    private static void validAt(List<X509Certificate> chain, int index, Instant now) {
        X509Certificate certificate = chain.get(index);
        Instant from = certificate.getNotBefore().toInstant();
        Instant to = certificate.getNotAfter().toInstant();
        if (now.isBefore(from) || now.isAfter(to)) {
            throw new TlsFailure(
                    AlertDescription.CERTIFICATE_EXPIRED,
                    "certificate " + (index + 1) + " is valid from " + from + " to " + to + "; it is " + now,
                    "RFC 5280 §6.1.3 (a)(2)");
        }
    }

    private static void signedByNext(List<X509Certificate> chain, int index) {
        X509Certificate certificate = chain.get(index);
        if (index + 1 < chain.size()
                && certificate
                        .getIssuerX500Principal()
                        .equals(chain.get(index + 1).getSubjectX500Principal())) {
            try {
                certificate.verify(chain.get(index + 1).getPublicKey());
            } catch (GeneralSecurityException | RuntimeException broken) {
                throw new TlsFailure(
                        AlertDescription.BAD_CERTIFICATE,
                        "the signature of certificate " + (index + 1) + " is not that of the certificate after it",
                        "RFC 5280 §6.1.3 (a)(1)");
            }
        }
    }

    private void path(List<X509Certificate> chain, Instant now) {
        if (anchors.isEmpty()) {
            throw unknown("nobody is trusted");
        }
        if (anchors.contains(chain.getFirst())) {
            return;
        }
        try {
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(chain.getFirst());
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(
                    anchors.stream()
                            .map(anchor -> new TrustAnchor(anchor, null))
                            .collect(Collectors.toSet()),
                    target);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            CertPathBuilder.getInstance("PKIX").build(parameters);
        } catch (GeneralSecurityException none) {
            throw unknown("no path leads from the certificate, whose issuer is "
                    + chain.getFirst().getIssuerX500Principal() + ", to an authority that is trusted");
        }
    }

    private static TlsFailure unknown(String reason) {
        return new TlsFailure(AlertDescription.UNKNOWN_CA, reason, "RFC 5280 §6.1");
    }

    private void forPurpose(X509Certificate certificate) {
        List<String> purposes;
        try {
            purposes = certificate.getExtendedKeyUsage();
        } catch (CertificateParsingException malformed) {
            throw new TlsFailure(
                    AlertDescription.BAD_CERTIFICATE, "extendedKeyUsage cannot be parsed", "RFC 5280 §4.2.1.12");
        }
        if (purposes != null && !purposes.contains(purpose.oid) && !purposes.contains(ANY_PURPOSE)) {
            throw new TlsFailure(
                    AlertDescription.UNSUPPORTED_CERTIFICATE,
                    "the certificate is for " + purposes + ", not for a "
                            + purpose.name().toLowerCase(java.util.Locale.ROOT) + " (" + purpose.oid + ")",
                    "RFC 5280 §4.2.1.12");
        }
    }
}
