package sevenlayers.balancer.policy;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.backend.Snapshot;

/**
 * What a policy derives from a snapshot, made once for each.
 *
 * <p>Reading takes no lock. Two threads that meet a new snapshot at the same time may both make it; the one that is kept is as good as the
 * other, as long as making has no effect besides its result. {@link Policy#prepare} makes it ahead of them. A thread that was held up and
 * comes late with an older snapshot gets what it needs, and does not put it in place of the newer one.
 *
 * @param <T> a table, a ring, a sequence
 */
final class PerSnapshot<T> {
    private record Made<T>(Snapshot from, T what) {}

    private final Function<Snapshot, T> make;
    private volatile @Nullable Made<T> last;

    PerSnapshot(Function<Snapshot, T> make) {
        this.make = make;
    }

    T of(Snapshot snapshot) {
        Made<T> made = last;
        if (made == null || made.from() != snapshot) {
            boolean late = made != null && made.from().version() > snapshot.version();
            made = new Made<>(snapshot, make.apply(snapshot));
            if (!late) {
                last = made;
            }
        }
        return made.what();
    }
}
