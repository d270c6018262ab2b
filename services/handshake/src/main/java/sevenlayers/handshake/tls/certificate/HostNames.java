package sevenlayers.handshake.tls.certificate;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** RFC 9525: the names of a certificate stand in subjectAltName; its common name is not one of them. */
final class HostNames {
    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    private HostNames() {}

    static List<String> of(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> name.getFirst() instanceof Integer kind && (kind == DNS || kind == ADDRESS))
                            .map(name -> name.get(1).toString())
                            .toList();
        } catch (CertificateParsingException malformed) {
            return List.of();
        }
    }

    static boolean match(X509Certificate certificate, String host) {
        return of(certificate).stream().anyMatch(name -> matches(name, host));
    }

    static boolean matches(String name, String host) {
        String presented = name.toLowerCase(Locale.ROOT);
        String wanted = host.toLowerCase(Locale.ROOT);
        if (!presented.startsWith("*.")) {
            return presented.equals(wanted);
        }
        // RFC 9525 §6.3: the wildcard is the whole left-most label, and stands for exactly one label.
        int dot = wanted.indexOf('.');
        boolean isAddress = !wanted.isEmpty() && Character.isDigit(wanted.charAt(wanted.length() - 1));
        return dot > 0
                && !isAddress
                && presented.indexOf('*', 1) < 0
                && presented.indexOf('.', 2) > 0
                && wanted.substring(dot).equals(presented.substring(1));
    }
}
