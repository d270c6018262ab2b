package sevenlayers.handshake.tls.exchange;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.parameter.SignatureScheme;
import sevenlayers.handshake.tls.random.GivenRandom;
import sevenlayers.handshake.tls.random.Randomness;
import sevenlayers.handshake.tls.random.Use;
import sevenlayers.wire.Bytes;

/** Signs and checks what is signed in handshakes. */
public final class Signatures {
    private Signatures() {}

    public static Bytes sign(SignatureScheme scheme, PrivateKey key, Bytes content, Randomness randomness) {
        try {
            Signature signature = instance(scheme);
            signature.initSign(key, new GivenRandom(randomness, Use.SIGNATURE));
            signature.update(content.buffer());
            return Bytes.wrap(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static boolean fits(SignatureScheme scheme, PublicKey key, Bytes content, Bytes signed) {
        try {
            Signature signature = instance(scheme);
            signature.initVerify(key);
            signature.update(content.buffer());
            return signature.verify(signed.toArray());
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    private static Signature instance(SignatureScheme scheme) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(scheme.algorithm());
        if (scheme.isPss()) {
            // RFC 8446 §4.2.3: the hash is also that of the mask, and the salt is as long as it.
            String hash = "SHA-" + scheme.bits();
            signature.setParameter(new PSSParameterSpec(
                    hash, "MGF1", new MGF1ParameterSpec(hash), scheme.bits() / 8, PSSParameterSpec.TRAILER_FIELD_BC));
        }
        return signature;
    }

    /** Whether a key can be used with a scheme: its kind, its curve (in TLS 1.3), and whether it is large enough. */
    public static boolean suits(SignatureScheme scheme, java.security.Key key, boolean is13) {
        return switch (key) {
            case RSAKey rsa ->
                scheme.keyAlgorithm().equals("RSA")
                        && (!is13 || scheme.signs13())
                        // RFC 8017 §9.1.1: hash, salt and two bytes more have to fit.
                        && (!scheme.isPss() || rsa.getModulus().bitLength() >= 2 * scheme.bits() + 16);
            case ECKey ec ->
                scheme.keyAlgorithm().equals("EC")
                        // RFC 8446 §4.2.3: with TLS 1.3 the scheme names the curve.
                        && (!is13 || ec.getParams().getCurve().getField().getFieldSize() == scheme.bits());
            default -> scheme == SignatureScheme.ED25519 && key.getAlgorithm().startsWith("Ed");
        };
    }

    /** RFC 8446 §4.4.3: what a CertificateVerify signs: 64 blanks, who signs, and the hash of the handshake. */
    public static Bytes content13(boolean byServer, Bytes transcriptHash) {
        String context = "TLS 1.3, " + (byServer ? "server" : "client") + " CertificateVerify";
        return Writer.written(
                out -> out.bytes(Bytes.utf8(" ".repeat(64) + context)).u8(0).bytes(transcriptHash));
    }
}
