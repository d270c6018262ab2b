/** How many choices a second each policy makes, by JMH. */
@NullMarked
package sevenlayers.bench.policy;

import org.jspecify.annotations.NullMarked;
