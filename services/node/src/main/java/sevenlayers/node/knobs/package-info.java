/**
 * The settings that a pod's calls run under, turned while it runs.
 *
 * <p>{@link sevenlayers.node.knobs.Knobs} are the values; {@link sevenlayers.node.knobs.Panel} holds them and swaps them whole, so that
 * a call reads one consistent set without a lock.
 */
@NullMarked
package sevenlayers.node.knobs;

import org.jspecify.annotations.NullMarked;
