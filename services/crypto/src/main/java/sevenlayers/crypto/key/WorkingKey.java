package sevenlayers.crypto.key;

import java.security.PublicKey;
import java.util.Optional;
import sevenlayers.crypto.box.OpeningKey;
import sevenlayers.crypto.cipher.Sealer;
import sevenlayers.crypto.mac.MacKey;
import sevenlayers.crypto.signature.SigningKey;

/** One version of a key, ready for use: it does its work and does not show itself. */
public sealed interface WorkingKey {
    /** How many messages it has encrypted, where that is counted. */
    default long messages() {
        return 0;
    }

    /** The half that everybody may have, where there are two. */
    default Optional<PublicKey> publicKey() {
        return Optional.empty();
    }

    /** Encrypts and decrypts. */
    record Sealing(Sealer sealer) implements WorkingKey {
        @Override
        public long messages() {
            return sealer.messages();
        }
    }

    /** Makes tags and checks them. */
    record Authenticating(MacKey key) implements WorkingKey {}

    /** Decrypts. */
    record Opening(OpeningKey key) implements WorkingKey {
        @Override
        public Optional<PublicKey> publicKey() {
            return Optional.of(key.publicKey());
        }
    }

    /** Signs. */
    record Signing(SigningKey key) implements WorkingKey {
        @Override
        public Optional<PublicKey> publicKey() {
            return Optional.of(key.publicKey());
        }
    }
}
