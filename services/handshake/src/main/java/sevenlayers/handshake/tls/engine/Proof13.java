package sevenlayers.handshake.tls.engine;

import java.security.cert.X509Certificate;
import java.util.List;
import sevenlayers.handshake.tls.alert.AlertDescription;
import sevenlayers.handshake.tls.alert.TlsFailure;
import sevenlayers.handshake.tls.certificate.Credential;
import sevenlayers.handshake.tls.exchange.Signatures;
import sevenlayers.handshake.tls.message.CertificateVerify;
import sevenlayers.handshake.tls.parameter.Hash;
import sevenlayers.handshake.tls.parameter.SignatureScheme;

/** RFC 8446 §4.4.3: the proof that an end has the key of its certificate. */
final class Proof13 {
    private Proof13() {}

    static CertificateVerify make(
            SignatureScheme scheme, Credential own, boolean byServer, TlsConnection connection, Hash hash) {
        return new CertificateVerify(
                scheme.number(),
                Signatures.sign(
                        scheme,
                        own.key(),
                        Signatures.content13(
                                byServer, connection.wire().transcript.hash(hash)),
                        connection.randomness()));
    }

    /** The name of the scheme, where the proof holds. */
    static String check(
            CertificateVerify proof,
            List<X509Certificate> peer,
            boolean byServer,
            List<SignatureScheme> accepted,
            Wire wire,
            Hash hash) {
        SignatureScheme scheme = SignatureScheme.of(proof.scheme())
                .filter(known -> accepted.contains(known)
                        && Signatures.suits(known, peer.getFirst().getPublicKey(), true))
                .orElseThrow(() -> new TlsFailure(
                        AlertDescription.ILLEGAL_PARAMETER,
                        "a signature with " + SignatureScheme.name(proof.scheme())
                                + ", which was not offered or does not belong to the certificate's key",
                        "RFC 8446 §4.4.3"));
        if (!Signatures.fits(
                scheme,
                peer.getFirst().getPublicKey(),
                Signatures.content13(byServer, wire.transcript.hashBeforeLast(hash)),
                proof.signature())) {
            throw new TlsFailure(
                    AlertDescription.DECRYPT_ERROR,
                    "the signature does not fit: the peer does not have the key of the certificate that it shows",
                    "RFC 8446 §4.4.3");
        }
        return SignatureScheme.name(scheme.number());
    }
}
