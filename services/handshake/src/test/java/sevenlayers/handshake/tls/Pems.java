package sevenlayers.handshake.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import sevenlayers.handshake.tls.certificate.Credential;
import sevenlayers.handshake.tls.certificate.PeerCheck;
import sevenlayers.handshake.tls.certificate.PkixCheck;
import sevenlayers.wire.Bytes;

/** The certificates and keys that {@code src/test/resources/tls/generate.sh} made. */
public final class Pems {
    /** A day on which all of them are valid but the one that has expired. */
    public static final Instant NOW = Instant.parse("2027-06-01T00:00:00Z");

    private Pems() {}

    public static Bytes der(String name) {
        return read(name + ".pem");
    }

    private static Bytes read(String file) {
        try (InputStream in = Objects.requireNonNull(Pems.class.getResourceAsStream("/tls/" + file), file)) {
            String pem = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return Bytes.wrap(Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", "")));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public static X509Certificate certificate(String name) {
        return PeerCheck.parse(List.of(der(name))).getFirst();
    }

    private static PrivateKey key(String name) {
        byte[] pkcs8 = read(name + ".key").toArray();
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException other) {
                continue;
            }
        }
        throw new IllegalArgumentException(name);
    }

    /** With the authority that issued it, where that is not the root. */
    public static Credential credential(String name) {
        List<Bytes> chain = name.equals("foreign") ? List.of(der(name)) : List.of(der(name), der("issuing"));
        return new Credential(chain, key(name));
    }

    public static PkixCheck trusting(String host, String... anchors) {
        return new PkixCheck(Arrays.stream(anchors).map(Pems::certificate).toList(), PkixCheck.Purpose.SERVER, host);
    }

    public static PkixCheck trustingClients() {
        return new PkixCheck(List.of(certificate("root")), PkixCheck.Purpose.CLIENT, "");
    }
}
