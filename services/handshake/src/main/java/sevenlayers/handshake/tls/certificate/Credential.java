package sevenlayers.handshake.tls.certificate;

import java.security.PrivateKey;
import java.util.List;
import java.util.Optional;
import sevenlayers.handshake.tls.exchange.Signatures;
import sevenlayers.handshake.tls.parameter.SignatureScheme;
import sevenlayers.wire.Bytes;

/** What an end shows of itself, and the key that goes with it. */
public record Credential(List<Bytes> chain, PrivateKey key) {
    public Credential {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a chain has its end's certificate first, here is none");
        }
    }

    /** The first of the own schemes that the peer can check and the key can make. */
    public Optional<SignatureScheme> scheme(List<SignatureScheme> own, List<Integer> peers, boolean is13) {
        return own.stream()
                .filter(scheme -> peers.contains(scheme.number()) && Signatures.suits(scheme, key, is13))
                .findFirst();
    }

    /** JCA's name of the kind of key. */
    public String keyAlgorithm() {
        return key.getAlgorithm();
    }

    @Override
    public String toString() {
        return chain.size() + " certificates and a key of " + key.getAlgorithm();
    }
}
