package sevenlayers.crypto.key;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sevenlayers.crypto.box.BoxAlgorithm;
import sevenlayers.crypto.box.OpeningKey;
import sevenlayers.crypto.cipher.Aead;
import sevenlayers.crypto.cipher.Sealer;
import sevenlayers.crypto.mac.Hmac;
import sevenlayers.crypto.mac.MacKey;
import sevenlayers.crypto.signature.SignatureAlgorithm;
import sevenlayers.crypto.signature.SigningKey;

/** What a key does its work by. The name says every parameter, so that nothing is left to agree on. */
public sealed interface Algorithm {
    /** All that keys are made for. */
    List<Algorithm> ALL = Stream.of(
                    Arrays.stream(Aead.values()).map(Encryption::new),
                    Arrays.stream(Hmac.values())
                            .filter(hmac -> hmac != Hmac.HMAC_SHA1 && hmac != Hmac.HMAC_SHA224)
                            .map(Authentication::new),
                    Arrays.stream(SignatureAlgorithm.values())
                            .filter(SignatureAlgorithm::signs)
                            .map(Signature::new),
                    Arrays.stream(BoxAlgorithm.values()).map(Decryption::new))
            .<Algorithm>flatMap(algorithms -> algorithms)
            .toList();

    /** The one of that name. */
    static Optional<Algorithm> named(String name) {
        return ALL.stream().filter(algorithm -> algorithm.name().equals(name)).findFirst();
    }

    /** As a request says it: {@code RSA_PSS_3072_SHA256}. */
    String name();

    /** What its keys are for. */
    Purpose purpose();

    /** What somebody should know who chooses it for something new; empty: nothing. */
    default String warning() {
        return "";
    }

    /** A new key, which will be that version. */
    Fresh generate(SecureRandom random);

    /** A key that is made, and does not know yet which version it is. */
    @FunctionalInterface
    interface Fresh {
        /** The key at work. */
        WorkingKey as(int version);
    }

    /** Authenticated encryption. */
    record Encryption(Aead aead) implements Algorithm {
        @Override
        public String name() {
            return aead.name();
        }

        @Override
        public Purpose purpose() {
            return Purpose.ENCRYPT;
        }

        @Override
        public Fresh generate(SecureRandom random) {
            byte[] key = new byte[aead.keyBytes()];
            random.nextBytes(key);
            return version -> new WorkingKey.Sealing(new Sealer(aead, version, key, random));
        }
    }

    /** Tags that whoever has the key can make and check. */
    record Authentication(Hmac hmac) implements Algorithm {
        @Override
        public String name() {
            return hmac.name();
        }

        @Override
        public Purpose purpose() {
            return Purpose.MAC;
        }

        @Override
        public Fresh generate(SecureRandom random) {
            byte[] key = new byte[hmac.bytes()];
            random.nextBytes(key);
            MacKey made = new MacKey(hmac, key);
            return _ -> new WorkingKey.Authenticating(made);
        }
    }

    /** Encryption that everybody can do, and one can undo. */
    record Decryption(BoxAlgorithm algorithm) implements Algorithm {
        @Override
        public String name() {
            return algorithm.name();
        }

        @Override
        public Purpose purpose() {
            return Purpose.DECRYPT;
        }

        @Override
        public Fresh generate(SecureRandom random) {
            OpeningKey made = algorithm.generate(random);
            return _ -> new WorkingKey.Opening(made);
        }
    }

    /** Signatures, which everybody can check. */
    record Signature(SignatureAlgorithm algorithm) implements Algorithm {
        @Override
        public String name() {
            return algorithm.name();
        }

        @Override
        public Purpose purpose() {
            return Purpose.SIGN;
        }

        @Override
        public String warning() {
            return algorithm.warning();
        }

        @Override
        public Fresh generate(SecureRandom random) {
            SigningKey made = new SigningKey(algorithm, algorithm.pairs().generate(random), random);
            return _ -> new WorkingKey.Signing(made);
        }
    }
}
