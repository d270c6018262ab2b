package sevenlayers.crypto.key;

import static sevenlayers.crypto.key.KeyException.Reason.STATE_NOT_ALLOWED;
import static sevenlayers.crypto.key.KeyException.Reason.TOO_MANY;
import static sevenlayers.crypto.key.KeyException.Reason.VERSION_DESTROYED;
import static sevenlayers.crypto.key.KeyException.Reason.VERSION_DISABLED;
import static sevenlayers.crypto.key.KeyException.Reason.VERSION_NOT_FOUND;
import static sevenlayers.crypto.key.KeyException.Reason.VERSION_TOO_OLD;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A key as it is at one moment. What changes it gives another.
 *
 * @param destroyAfter how long a version that is to be destroyed can still be restored
 * @param primary the version that makes what is new
 * @param minimumVersion older ones decrypt and verify nothing any more
 * @param versions in the order of their numbers, which start at 1
 */
public record CryptoKey(
        String name,
        Algorithm algorithm,
        Instant created,
        Duration destroyAfter,
        int primary,
        int minimumVersion,
        List<KeyVersion> versions) {
    /** Most versions of a key. */
    public static final int MOST_VERSIONS = 100;

    public CryptoKey {
        versions = List.copyOf(versions);
        if (versions.isEmpty() || primary < 1 || primary > versions.size() || minimumVersion < 1) {
            throw new IllegalArgumentException("a key has a version at least, and its primary is one of them");
        }
    }

    static CryptoKey first(String name, Algorithm algorithm, WorkingKey key, Duration destroyAfter, Instant now) {
        KeyVersion version = new KeyVersion(1, now, new VersionState.Enabled(key));
        return new CryptoKey(name, algorithm, now, destroyAfter, 1, 1, List.of(version));
    }

    /** The version of that number. */
    public KeyVersion version(int number) throws KeyException {
        if (number < 1 || number > versions.size()) {
            throw new KeyException(
                    VERSION_NOT_FOUND,
                    "Key '" + name + "' has no version " + number + "; it has 1 to " + versions.size() + ".");
        }
        return versions.get(number - 1);
    }

    /** The key of a version that may be used for what is new. */
    WorkingKey enabled(int number) throws KeyException {
        return switch (version(number).state()) {
            case VersionState.Enabled(WorkingKey key) -> key;
            case VersionState.Disabled _ ->
                throw new KeyException(
                        VERSION_DISABLED,
                        which(number)
                                + " is disabled; EnableVersion puts it to work again, or UpdateKey makes another one primary.");
            case VersionState.DestroyScheduled(WorkingKey _, Instant at) ->
                throw new KeyException(
                        VERSION_DESTROYED,
                        which(number) + " will be destroyed at " + at
                                + " and is not used any more; RestoreVersion brings it back, disabled.");
            case VersionState.Destroyed(Instant at) ->
                throw new KeyException(
                        VERSION_DESTROYED,
                        which(number) + " was destroyed at " + at
                                + "; what only it could open is lost. RotateKey makes a version for what is new.");
        };
    }

    /** The key of a version that may be used for what there is already. */
    WorkingKey forOld(int number) throws KeyException {
        KeyVersion version = version(number);
        if (number < minimumVersion) {
            throw new KeyException(
                    VERSION_TOO_OLD,
                    which(version.number()) + " is too old; allowed: from version " + minimumVersion
                            + ", which UpdateKey changes as minimum_version.");
        }
        return enabled(number);
    }

    CryptoKey rotated(Algorithm.Fresh fresh, Instant now) throws KeyException {
        if (versions.size() >= MOST_VERSIONS) {
            throw new KeyException(
                    TOO_MANY,
                    "Key '" + name + "' has " + MOST_VERSIONS + " versions, which is the most; make another key.");
        }
        int number = versions.size() + 1;
        KeyVersion made = new KeyVersion(number, now, new VersionState.Enabled(fresh.as(number)));
        return with(
                number,
                minimumVersion,
                Stream.concat(versions.stream(), Stream.of(made)).toList());
    }

    CryptoKey withPrimary(int number) throws KeyException {
        enabled(number);
        return with(number, minimumVersion, versions);
    }

    CryptoKey withMinimum(int number) throws KeyException {
        version(number);
        return with(primary, number, versions);
    }

    /** What the primary makes it must be able to open. */
    CryptoKey sound() throws KeyException {
        if (primary < minimumVersion) {
            throw new KeyException(
                    STATE_NOT_ALLOWED,
                    "The primary of key '" + name + "' would be version " + primary
                            + ", and from version " + minimumVersion
                            + " on it decrypts and verifies; allowed: a primary that is not older than that.");
        }
        return this;
    }

    CryptoKey enable(int number) throws KeyException {
        return switch (version(number).state()) {
            case VersionState.Enabled _ -> this;
            case VersionState.Disabled(WorkingKey key) -> with(number, new VersionState.Enabled(key));
            case VersionState.DestroyScheduled _, VersionState.Destroyed _ ->
                throw noWay(number, "enabled", "DISABLED");
        };
    }

    CryptoKey disable(int number) throws KeyException {
        return switch (version(number).state()) {
            case VersionState.Enabled(WorkingKey key) -> with(number, new VersionState.Disabled(key));
            case VersionState.Disabled _ -> this;
            case VersionState.DestroyScheduled _, VersionState.Destroyed _ ->
                throw noWay(number, "disabled", "ENABLED");
        };
    }

    CryptoKey destroy(int number, Instant now) throws KeyException {
        return switch (version(number).state()) {
            case VersionState.Enabled(WorkingKey key) -> destroy(number, key, now);
            case VersionState.Disabled(WorkingKey key) -> destroy(number, key, now);
            case VersionState.DestroyScheduled _, VersionState.Destroyed _ ->
                throw noWay(number, "destroyed", "ENABLED, DISABLED");
        };
    }

    private CryptoKey destroy(int number, WorkingKey key, Instant now) {
        return with(number, new VersionState.DestroyScheduled(key, now.plus(destroyAfter)))
                .at(now);
    }

    CryptoKey restore(int number) throws KeyException {
        return switch (version(number).state()) {
            case VersionState.DestroyScheduled(WorkingKey key, Instant _) ->
                with(number, new VersionState.Disabled(key));
            case VersionState.Enabled _, VersionState.Disabled _, VersionState.Destroyed _ ->
                throw noWay(number, "restored", "DESTROY_SCHEDULED");
        };
    }

    /** As it is at that moment. */
    CryptoKey at(Instant now) {
        List<KeyVersion> then =
                versions.stream().map(version -> version.at(now)).toList();
        return then.equals(versions) ? this : with(primary, minimumVersion, then);
    }

    private CryptoKey with(int number, VersionState next) {
        return with(
                primary,
                minimumVersion,
                versions.stream()
                        .map(version -> version.number() == number ? version.with(next) : version)
                        .toList());
    }

    private CryptoKey with(int nextPrimary, int nextMinimum, List<KeyVersion> next) {
        return new CryptoKey(name, algorithm, created, destroyAfter, nextPrimary, nextMinimum, next);
    }

    private KeyException noWay(int number, String done, String allowed) throws KeyException {
        return new KeyException(
                STATE_NOT_ALLOWED,
                which(number) + " is " + version(number).state().name() + " and cannot be " + done + "; allowed: "
                        + allowed + ".");
    }

    private String which(int number) {
        return "Version " + number + " of key '" + name + "'";
    }
}
