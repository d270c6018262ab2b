package sevenlayers.crypto.key;

import java.time.Instant;

/**
 * One version of a key.
 *
 * @param number from 1, in the order in which they were made
 */
public record KeyVersion(int number, Instant created, VersionState state) {
    KeyVersion with(VersionState next) {
        return new KeyVersion(number, created, next);
    }

    /** As it is at that moment: a key whose time has come is gone. */
    KeyVersion at(Instant now) {
        return state instanceof VersionState.DestroyScheduled(WorkingKey _, Instant at) && !now.isBefore(at)
                ? with(new VersionState.Destroyed(at))
                : this;
    }
}
