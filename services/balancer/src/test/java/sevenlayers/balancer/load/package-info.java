/** Programs that load the balancer for longer, or with more, than a test may: {@code ./lab bench} runs them, and tests run them small. */
@NullMarked
package sevenlayers.balancer.load;

import org.jspecify.annotations.NullMarked;
