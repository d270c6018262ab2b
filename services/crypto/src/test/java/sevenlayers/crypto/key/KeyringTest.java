package sevenlayers.crypto.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sevenlayers.crypto.cipher.BadCiphertextException;
import sevenlayers.crypto.key.KeyException.Reason;
import sevenlayers.crypto.key.WorkingKey.Sealing;
import sevenlayers.crypto.key.WorkingKey.Signing;

class KeyringTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final byte[] MESSAGE = "attack at dawn".getBytes(UTF_8);
    private static final byte[] NONE = {};

    private Instant now = Instant.parse("2026-11-27T09:00:00Z");
    private final Keyring keys = new Keyring(() -> now, new SecureRandom());

    @BeforeEach
    void makeOne() throws KeyException {
        keys.create("letters", algorithm("AES_256_GCM"), DAY);
    }

    @Test
    void a_new_key_has_one_version_which_is_enabled_and_primary() throws KeyException {
        CryptoKey key = keys.get("letters");
        assertThat(key.primary()).isOne();
        assertThat(key.versions()).hasSize(1);
        assertThat(key.version(1).state().name()).isEqualTo("ENABLED");
        assertThat(key.created()).isEqualTo(now);
    }

    @Test
    void after_a_rotation_the_new_version_seals_and_the_old_one_still_opens() throws Exception {
        byte[] old = seal();
        keys.rotate("letters");
        assertThat(keys.primary("letters", Sealing.class).version()).isEqualTo(2);
        assertThat(open(1, old)).isEqualTo(MESSAGE);
        assertThat(open(2, seal())).isEqualTo(MESSAGE);
        assertThatThrownBy(() -> open(2, old)).isInstanceOf(BadCiphertextException.class);
    }

    @Test
    void a_key_that_was_made_anew_while_it_was_rotated_keeps_its_algorithm() throws Exception {
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        SecureRandom interrupted = new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                meanwhile.getAndSet(() -> {}).run();
                super.nextBytes(bytes);
            }
        };
        Keyring ring = new Keyring(() -> now, interrupted);
        ring.create("letters", algorithm("AES_128_GCM"), DAY);
        meanwhile.set(() -> {
            try {
                ring.delete("letters");
                ring.create("letters", algorithm("AES_256_GCM"), DAY);
            } catch (KeyException e) {
                throw new AssertionError(e);
            }
        });
        assertThatThrownBy(() -> ring.rotate("letters")).hasMessageContaining("made anew for AES_256_GCM");
        assertThat(ring.get("letters").versions()).hasSize(1);
    }

    @Test
    void an_older_version_can_be_primary_again() throws KeyException {
        keys.rotate("letters");
        keys.setPrimary("letters", 1);
        assertThat(keys.primary("letters", Sealing.class).version()).isOne();
        keys.disable("letters", 2);
        assertFails(Reason.VERSION_DISABLED, () -> keys.setPrimary("letters", 2));
    }

    @Test
    void below_the_minimum_nothing_opens_any_more() throws Exception {
        keys.rotate("letters");
        keys.setMinimumVersion("letters", 2);
        assertFails(Reason.VERSION_TOO_OLD, () -> keys.version("letters", 1, Sealing.class));
        assertThat(keys.versions("letters", Sealing.class))
                .extracting(Keyring.Chosen::version)
                .containsExactly(2);
        keys.setMinimumVersion("letters", 1);
        assertThat(keys.version("letters", 1, Sealing.class).version()).isOne();
    }

    @Test
    void a_disabled_version_does_nothing_until_it_is_enabled() throws Exception {
        byte[] sealed = seal();
        keys.disable("letters", 1);
        keys.disable("letters", 1);
        assertFails(Reason.VERSION_DISABLED, this::seal);
        assertFails(Reason.VERSION_DISABLED, () -> open(1, sealed));
        assertThat(keys.versions("letters", Sealing.class)).isEmpty();
        keys.enable("letters", 1);
        assertThat(open(1, sealed)).isEqualTo(MESSAGE);
    }

    @Test
    void a_version_that_is_to_be_destroyed_can_be_restored_until_its_time_has_come() throws Exception {
        byte[] sealed = seal();
        keys.destroy("letters", 1);
        assertFails(Reason.VERSION_DESTROYED, () -> open(1, sealed));
        now = now.plus(DAY).minusNanos(1);
        keys.restore("letters", 1);
        assertThat(keys.get("letters").version(1).state().name()).isEqualTo("DISABLED");
        keys.enable("letters", 1);
        assertThat(open(1, sealed)).isEqualTo(MESSAGE);
    }

    @Test
    void when_its_time_has_come_the_key_is_gone_from_memory_whether_or_not_somebody_asks() throws Exception {
        keys.destroy("letters", 1);
        now = now.plus(DAY);
        assertThat(keys.get("letters").version(1).state()).isEqualTo(new VersionState.Destroyed(now));
        assertFails(Reason.STATE_NOT_ALLOWED, () -> keys.restore("letters", 1));
        assertFails(Reason.STATE_NOT_ALLOWED, () -> keys.enable("letters", 1));
        assertFails(Reason.STATE_NOT_ALLOWED, () -> keys.destroy("letters", 1));
        assertFails(Reason.VERSION_DESTROYED, this::seal);
        keys.sweep();
        now = now.minus(DAY); // with the clock back only what is gone is still destroyed
        assertThat(keys.get("letters").version(1).state().name()).isEqualTo("DESTROYED");
    }

    @Test
    void without_a_time_to_think_a_version_is_gone_at_once() throws Exception {
        keys.create("hasty", algorithm("AES_256_GCM"), Duration.ZERO);
        assertThat(keys.destroy("hasty", 1).version(1).state()).isEqualTo(new VersionState.Destroyed(now));
    }

    @Test
    void a_key_is_for_one_thing() {
        assertFails(Reason.WRONG_PURPOSE, () -> keys.primary("letters", Signing.class))
                .hasMessageContaining("for ENCRYPT (AES_256_GCM); allowed here: a key for SIGN");
        assertFails(Reason.NO_PUBLIC_KEY, () -> keys.publicKey("letters", 1));
    }

    @Test
    void names_are_taken_once_until_their_key_is_deleted() throws KeyException {
        assertFails(Reason.KEY_EXISTS, () -> keys.create("letters", algorithm("ED25519"), DAY));
        keys.delete("letters");
        assertFails(Reason.KEY_NOT_FOUND, () -> keys.get("letters"));
        assertFails(Reason.KEY_NOT_FOUND, () -> keys.delete("letters"));
        keys.create("letters", algorithm("ED25519"), DAY);
        assertThat(keys.publicKey("letters", 1).getAlgorithm()).isEqualTo("EdDSA");
    }

    @Test
    void the_public_half_of_a_destroyed_version_is_gone_with_it() throws KeyException {
        keys.create("seal", algorithm("ED25519"), Duration.ZERO);
        keys.destroy("seal", 1);
        assertFails(Reason.VERSION_DESTROYED, () -> keys.publicKey("seal", 1));
    }

    @Test
    void a_key_has_a_hundred_versions_at_most_and_there_are_a_thousand_keys() throws KeyException {
        for (int i = 2; i <= CryptoKey.MOST_VERSIONS; i++) {
            keys.rotate("letters");
        }
        assertFails(Reason.TOO_MANY, () -> keys.rotate("letters"));
        assertFails(Reason.VERSION_NOT_FOUND, () -> keys.disable("letters", 101));
        assertFails(Reason.VERSION_NOT_FOUND, () -> keys.disable("letters", 0));
        for (int i = 2; i <= Keyring.MOST_KEYS; i++) {
            keys.create("key-" + i, algorithm("AES_128_GCM"), DAY);
        }
        assertFails(Reason.TOO_MANY, () -> keys.create("one-more", algorithm("AES_128_GCM"), DAY));
        assertThat(keys.list())
                .hasSize(Keyring.MOST_KEYS)
                .extracting(CryptoKey::name)
                .isSorted();
    }

    @Test
    void those_who_rotate_at_the_same_time_get_a_version_each() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Callable<CryptoKey>> rotations = IntStream.range(0, 40)
                    .<Callable<CryptoKey>>mapToObj(_ -> () -> keys.rotate("letters"))
                    .toList();
            threads.invokeAll(rotations).forEach(done -> assertThat(done).succeedsWithin(Duration.ofSeconds(10)));
        }
        assertThat(keys.get("letters").versions())
                .extracting(KeyVersion::number)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 41).boxed().toList());
        assertThat(open(41, seal())).isEqualTo(MESSAGE);
    }

    @Test
    void every_algorithm_makes_keys_that_show_nothing_of_themselves() throws KeyException {
        for (Algorithm algorithm : Algorithm.ALL) {
            if (algorithm.name().contains("4096") || algorithm.name().contains("3072")) {
                continue; // as the one of 2048 bits, and slow
            }
            CryptoKey key = keys.create(algorithm.name(), algorithm, DAY);
            assertThat(key.toString())
                    .doesNotContainPattern("[0-9a-f]{16}")
                    .doesNotContain("[B@", "modulus", "private");
        }
        assertThat(Algorithm.ALL)
                .extracting(Algorithm::name)
                .doesNotHaveDuplicates()
                .doesNotContain("DSA_2048_SHA256");
    }

    private byte[] seal() throws Exception {
        return keys.primary("letters", Sealing.class).key().sealer().seal(MESSAGE, NONE);
    }

    private byte[] open(int version, byte[] sealed) throws Exception {
        return keys.version("letters", version, Sealing.class).key().sealer().open(sealed, NONE);
    }

    private static Algorithm algorithm(String name) {
        return Algorithm.named(name).orElseThrow();
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> assertFails(
            Reason reason, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        KeyException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
