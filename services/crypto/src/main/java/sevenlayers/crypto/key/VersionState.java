package sevenlayers.crypto.key;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a version is in its life. There is a key only in those states from which it can come back to work, so that what is destroyed
 * cannot be used, whoever forgets to ask.
 *
 * <pre>
 *              disable               destroy
 *   ENABLED  &lt;========&gt;  DISABLED  --------&gt;  DESTROY_SCHEDULED  ------&gt;  DESTROYED
 *      |      enable        ^                    |      |         its time
 *      |                    '---- restore -------'      |         has come
 *      '----------------- destroy ----------------------'
 * </pre>
 */
public sealed interface VersionState {
    /** As a person reads it. */
    String name();

    /** The key, as long as there is one. */
    default Optional<WorkingKey> key() {
        return Optional.empty();
    }

    /** It is used. From here: disable, destroy. */
    record Enabled(WorkingKey working) implements VersionState {
        @Override
        public String name() {
            return "ENABLED";
        }

        @Override
        public Optional<WorkingKey> key() {
            return Optional.of(working);
        }
    }

    /** It is kept and not used. From here: enable, destroy. */
    record Disabled(WorkingKey working) implements VersionState {
        @Override
        public String name() {
            return "DISABLED";
        }

        @Override
        public Optional<WorkingKey> key() {
            return Optional.of(working);
        }
    }

    /**
     * It will be destroyed and is not used any more. From here: restore, which makes it disabled; or its time comes.
     *
     * @param at when
     */
    record DestroyScheduled(WorkingKey working, Instant at) implements VersionState {
        @Override
        public String name() {
            return "DESTROY_SCHEDULED";
        }

        @Override
        public Optional<WorkingKey> key() {
            return Optional.of(working);
        }
    }

    /**
     * The key is gone, and with it whatever only it could open. From here: nothing.
     *
     * @param at when
     */
    record Destroyed(Instant at) implements VersionState {
        @Override
        public String name() {
            return "DESTROYED";
        }
    }
}
