package sevenlayers.crypto.speed;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sevenlayers.crypto.agreement.Agreement;
import sevenlayers.crypto.box.BoxAlgorithm;
import sevenlayers.crypto.box.OpeningKey;
import sevenlayers.crypto.cipher.Aead;
import sevenlayers.crypto.mac.Hmac;
import sevenlayers.crypto.signature.SignatureAlgorithm;
import sevenlayers.crypto.signature.SigningKey;

/**
 * Something that an algorithm does, with keys and a message that are made already.
 *
 * @param bytes of the message
 */
public record Operation(String algorithm, String name, int bytes, Work work) {

    /** It, once. */
    @FunctionalInterface
    public interface Work {
        /** Done. */
        void done() throws Exception;
    }

    /** Of what can be measured. */
    public static List<String> algorithms() {
        return Stream.of(
                        Arrays.stream(Aead.values()),
                        Arrays.stream(Hmac.values()),
                        Arrays.stream(SignatureAlgorithm.values()).filter(SignatureAlgorithm::signs),
                        Arrays.stream(BoxAlgorithm.values()),
                        Arrays.stream(Agreement.values()))
                .flatMap(each -> each)
                .map(Enum::name)
                .toList();
    }

    /** All that an algorithm does. Its keys are made here, which may take a second. */
    public static List<Operation> of(String algorithm, int bytes, SecureRandom random) {
        byte[] message = new byte[bytes];
        random.nextBytes(message);
        List<Operation> all = new ArrayList<>();
        named(Aead.values(), algorithm).ifPresent(aead -> all.addAll(aead(aead, message, random)));
        named(Hmac.values(), algorithm).ifPresent(hmac -> {
            byte[] key = fresh(hmac.bytes(), random);
            all.add(new Operation(algorithm, "tag", bytes, () -> hmac.tag(key, message)));
        });
        named(SignatureAlgorithm.values(), algorithm)
                .ifPresent(signature -> all.addAll(signature(signature, message, random)));
        named(BoxAlgorithm.values(), algorithm).ifPresent(box -> all.addAll(box(box, message, random)));
        named(Agreement.values(), algorithm).ifPresent(agreement -> {
            KeyPair own = agreement.pairs().generate(random);
            KeyPair theirs = agreement.pairs().generate(random);
            all.add(new Operation(algorithm, "agree", 0, () -> agreement.secret(own.getPrivate(), theirs.getPublic())));
        });
        return all;
    }

    private static List<Operation> aead(Aead aead, byte[] message, SecureRandom random) {
        byte[] key = fresh(aead.keyBytes(), random);
        byte[] none = {};
        byte[] nonce = fresh(Aead.NONCE_BYTES, random);
        byte[] sealed = aead.seal(key, nonce, message, none);
        return List.of(
                new Operation(
                        aead.name(),
                        "encrypt",
                        message.length,
                        () -> aead.seal(key, fresh(Aead.NONCE_BYTES, random), message, none)),
                new Operation(aead.name(), "decrypt", message.length, () -> aead.open(key, nonce, sealed, none)));
    }

    private static List<Operation> signature(SignatureAlgorithm algorithm, byte[] message, SecureRandom random) {
        SigningKey key = new SigningKey(algorithm, algorithm.pairs().generate(random), random);
        byte[] signature = key.sign(message);
        return List.of(
                new Operation(algorithm.name(), "sign", message.length, () -> key.sign(message)),
                new Operation(algorithm.name(), "verify", message.length, () -> key.verify(message, signature)));
    }

    private static List<Operation> box(BoxAlgorithm algorithm, byte[] message, SecureRandom random) {
        OpeningKey key = algorithm.generate(random);
        byte[] fitting = Arrays.copyOf(message, Math.min(message.length, algorithm.mostBytes()));
        byte[] none = {};
        byte[] sealed = key.seal(fitting, none);
        return List.of(
                new Operation(algorithm.name(), "encrypt", fitting.length, () -> key.seal(fitting, none)),
                new Operation(algorithm.name(), "decrypt", fitting.length, () -> key.open(sealed, none)));
    }

    private static byte[] fresh(int bytes, SecureRandom random) {
        byte[] made = new byte[bytes];
        random.nextBytes(made);
        return made;
    }

    private static <T extends Enum<T>> Optional<T> named(T[] all, String name) {
        return Arrays.stream(all).filter(each -> each.name().equals(name)).findFirst();
    }
}
