/**
 * Programs that load the balancer for longer, or with more, than a test may: {@code ./lab bench} runs them, and tests run them small.
 *
 * <p>{@link sevenlayers.balancer.load.Soak} is mixed faults for a long time. The doors run in a process of their own, with a pod's memory;
 * each backend does, too, because only a process can be killed and stopped as a pod can.
 */
@NullMarked
package sevenlayers.balancer.load;

import org.jspecify.annotations.NullMarked;
