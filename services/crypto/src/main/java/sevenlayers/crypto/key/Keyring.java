package sevenlayers.crypto.key;

import static sevenlayers.crypto.key.KeyException.Reason.KEY_EXISTS;
import static sevenlayers.crypto.key.KeyException.Reason.KEY_NOT_FOUND;
import static sevenlayers.crypto.key.KeyException.Reason.NO_PUBLIC_KEY;
import static sevenlayers.crypto.key.KeyException.Reason.STATE_NOT_ALLOWED;
import static sevenlayers.crypto.key.KeyException.Reason.TOO_MANY;
import static sevenlayers.crypto.key.KeyException.Reason.WRONG_PURPOSE;

import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * All keys, by name, in memory: they end with the process.
 *
 * <p>Who uses a key reads a snapshot of it, {@link CryptoKey}, and waits for nobody; who changes it puts another in its place, one at a time.
 */
public final class Keyring {
    /** Most keys. */
    public static final int MOST_KEYS = 1_000;

    private final InstantSource clock;
    private final SecureRandom random;
    private final Map<String, CryptoKey> keys = new ConcurrentSkipListMap<>();

    /**
     * @param clock tells when a version was made, and when it is to be destroyed
     * @param random where keys come from, and nonces
     */
    public Keyring(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** What is chosen for a call: a version and its key. */
    public record Chosen<W extends WorkingKey>(Algorithm algorithm, int version, W key) {}

    /** A new key with one version, which is its primary. */
    public CryptoKey create(String name, Algorithm algorithm, Duration destroyAfter) throws KeyException {
        checkRoom(name);
        WorkingKey first = algorithm.generate(random).as(1); // takes its time, and so it is made while others go on
        synchronized (this) {
            checkRoom(name);
            CryptoKey key = CryptoKey.first(name, algorithm, first, destroyAfter, clock.instant());
            keys.put(name, key);
            return key;
        }
    }

    private void checkRoom(String name) throws KeyException {
        if (keys.containsKey(name)) {
            throw new KeyException(
                    KEY_EXISTS, "There is a key '" + name + "' already; choose another name, or RotateKey.");
        }
        if (keys.size() >= MOST_KEYS) {
            throw new KeyException(
                    TOO_MANY, "There are " + MOST_KEYS + " keys, which is the most; DeleteKey makes room.");
        }
    }

    /** The key of that name, as it is now. */
    public CryptoKey get(String name) throws KeyException {
        CryptoKey key = keys.get(name);
        if (key == null) {
            throw new KeyException(
                    KEY_NOT_FOUND,
                    "There is no key '" + name + "'; ListKeys names those that there are, CreateKey makes one.");
        }
        return key.at(clock.instant());
    }

    /** All keys, in the order of their names. */
    public List<CryptoKey> list() {
        Instant now = clock.instant();
        return keys.values().stream().map(key -> key.at(now)).toList();
    }

    /** Another version, which is the primary from now on. */
    public CryptoKey rotate(String name) throws KeyException {
        Algorithm algorithm = get(name).algorithm();
        Algorithm.Fresh fresh = algorithm.generate(random); // takes its time, and so it is made while others go on
        return change(name, key -> {
            if (!key.algorithm().equals(algorithm)) {
                throw new KeyException(
                        STATE_NOT_ALLOWED,
                        "Key '" + name + "' was deleted and made anew for "
                                + key.algorithm().name() + " meanwhile; ask again.");
            }
            return key.rotated(fresh, clock.instant());
        });
    }

    /** Makes an enabled version the primary. */
    public CryptoKey setPrimary(String name, int version) throws KeyException {
        return update(name, version, 0);
    }

    /** Older versions decrypt and verify nothing any more. */
    public CryptoKey setMinimumVersion(String name, int version) throws KeyException {
        return update(name, 0, version);
    }

    /**
     * Both at once, or neither.
     *
     * @param primary as {@link #setPrimary}; 0: as it is
     * @param minimum as {@link #setMinimumVersion}; 0: as it is
     */
    public CryptoKey update(String name, int primary, int minimum) throws KeyException {
        return change(name, key -> {
            CryptoKey changed = primary == 0 ? key : key.withPrimary(primary);
            return (minimum == 0 ? changed : changed.withMinimum(minimum)).sound();
        });
    }

    /** {@link VersionState.Disabled} to {@link VersionState.Enabled}. */
    public CryptoKey enable(String name, int version) throws KeyException {
        return change(name, key -> key.enable(version));
    }

    /** {@link VersionState.Enabled} to {@link VersionState.Disabled}. */
    public CryptoKey disable(String name, int version) throws KeyException {
        return change(name, key -> key.disable(version));
    }

    /** To {@link VersionState.DestroyScheduled}, or where the key has no such time, to {@link VersionState.Destroyed}. */
    public CryptoKey destroy(String name, int version) throws KeyException {
        return change(name, key -> key.destroy(version, clock.instant()));
    }

    /** {@link VersionState.DestroyScheduled} to {@link VersionState.Disabled}. */
    public CryptoKey restore(String name, int version) throws KeyException {
        return change(name, key -> key.restore(version));
    }

    /** All versions at once and for good; the name is free again. */
    public synchronized void delete(String name) throws KeyException {
        get(name);
        keys.remove(name);
    }

    /** Drops the keys whose time has come, of which nobody has asked since. */
    public synchronized void sweep() {
        Instant now = clock.instant();
        keys.replaceAll((_, key) -> key.at(now));
    }

    /** The version that makes what is new. */
    public <W extends WorkingKey> Chosen<W> primary(String name, Class<W> kind) throws KeyException {
        CryptoKey key = of(name, kind);
        return chosen(key, key.primary(), key.enabled(key.primary()), kind);
    }

    /** The version that made what there is. */
    public <W extends WorkingKey> Chosen<W> version(String name, int version, Class<W> kind) throws KeyException {
        CryptoKey key = of(name, kind);
        return chosen(key, version, key.forOld(version), kind);
    }

    /** All versions that may have made what there is, the newest first. */
    public <W extends WorkingKey> List<Chosen<W>> versions(String name, Class<W> kind) throws KeyException {
        CryptoKey key = of(name, kind);
        return key.versions().reversed().stream()
                .filter(version -> version.number() >= key.minimumVersion())
                .filter(version -> version.state() instanceof VersionState.Enabled)
                .map(version ->
                        chosen(key, version.number(), version.state().key().orElseThrow(), kind))
                .toList();
    }

    /** The public half of a version: of one that is disabled, too. */
    public PublicKey publicKey(String name, int version) throws KeyException {
        CryptoKey key = get(name);
        VersionState state = key.version(version).state();
        if (state instanceof VersionState.Destroyed) {
            key.enabled(version); // which it is not, and says so
        }
        return state.key()
                .flatMap(WorkingKey::publicKey)
                .orElseThrow(() -> new KeyException(
                        NO_PUBLIC_KEY,
                        "Key '" + name + "' is for " + key.algorithm().name() + ", which has no public half."));
    }

    private CryptoKey of(String name, Class<? extends WorkingKey> kind) throws KeyException {
        CryptoKey key = get(name);
        Purpose wanted = Purpose.of(kind);
        if (key.algorithm().purpose() != wanted) {
            throw new KeyException(
                    WRONG_PURPOSE,
                    "Key '" + name + "' is for " + key.algorithm().purpose() + " ("
                            + key.algorithm().name() + "); allowed here: a key for " + wanted + ".");
        }
        return key;
    }

    private static <W extends WorkingKey> Chosen<W> chosen(
            CryptoKey key, int version, WorkingKey working, Class<W> kind) {
        return new Chosen<>(key.algorithm(), version, kind.cast(working));
    }

    @FunctionalInterface
    private interface Step {
        CryptoKey from(CryptoKey key) throws KeyException;
    }

    private synchronized CryptoKey change(String name, Step step) throws KeyException {
        CryptoKey changed = step.from(get(name));
        keys.put(name, changed);
        return changed;
    }
}
