package sevenlayers.handshake.tls.secret;

import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.parameter.Hash;
import sevenlayers.wire.Bytes;

/** HKDF (RFC 5869) with the labels of TLS 1.3 (RFC 8446 §7.1). */
final class Hkdf {
    private static final String PREFIX = "tls13 ";

    private final Hash hash;
    private final KDF kdf;

    Hkdf(Hash hash) {
        this.hash = hash;
        try {
            this.kdf = KDF.getInstance("HKDF-" + hash.toString().replace("-", ""));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Hash hash() {
        return hash;
    }

    Bytes extract(Bytes salt, Bytes material) {
        return derive(HKDFParameterSpec.ofExtract()
                .addSalt(salt.toArray())
                .addIKM(material.toArray())
                .extractOnly());
    }

    private Bytes derive(HKDFParameterSpec parameters) {
        try {
            return Bytes.wrap(kdf.deriveData(parameters));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** RFC 8446 §7.1: HKDF-Expand-Label. */
    Bytes expandLabel(Bytes secret, String label, Bytes context, int length) {
        Bytes info = Writer.written(
                out -> out.u16(length).opaque(1, Bytes.utf8(PREFIX + label)).opaque(1, context));
        return derive(HKDFParameterSpec.expandOnly(
                new SecretKeySpec(secret.toArray(), hash.hmacName()), info.toArray(), length));
    }

    /** RFC 8446 §7.1: Derive-Secret, with the hash of the messages. */
    Secret deriveSecret(String name, Secret from, String label, Bytes transcriptHash) {
        return new Secret(
                name,
                expandLabel(from.value(), label, transcriptHash, hash.length()),
                "Derive-Secret(" + from.name() + ", \"" + label + "\", transcript) = HKDF-Expand-Label(" + from.name()
                        + ", \"" + label + "\", Hash(transcript), " + hash.length() + ")",
                List.of(
                        new Secret.Input(from.name(), from.value()),
                        new Secret.Input("Hash(transcript)", transcriptHash)),
                "RFC 8446 §7.1");
    }

    /** A secret of a stage, from the one before and from what is new. */
    Secret extract(String name, Secret.Input salt, Secret.Input material) {
        return new Secret(
                name,
                extract(salt.value(), material.value()),
                "HKDF-Extract(salt = " + salt.name() + ", IKM = " + material.name() + ")",
                List.of(salt, material),
                "RFC 8446 §7.1");
    }

    /** What the next stage takes as salt. */
    Secret.Input derived(Secret from) {
        return new Secret.Input(
                "Derive-Secret(" + from.name() + ", \"derived\", \"\")",
                expandLabel(from.value(), "derived", hash.of(), hash.length()));
    }

    Secret.Input zeros() {
        return new Secret.Input("0", Bytes.zeros(hash.length()));
    }
}
