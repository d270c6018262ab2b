/**
 * Work on request: a wait drawn from a seeded distribution, CPU time, and then an answer or a failure.
 *
 * <p>Read {@link sevenlayers.node.work.Work} first, then {@link sevenlayers.node.work.Worker}. Nothing here knows gRPC: a call that is
 * cancelled reaches the work as a {@link sevenlayers.node.work.Cancellation}.
 */
@NullMarked
package sevenlayers.node.work;

import org.jspecify.annotations.NullMarked;
