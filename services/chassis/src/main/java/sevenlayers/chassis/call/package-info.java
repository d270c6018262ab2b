/** One call, from its arrival to its end: the connection it came in on, its trace, its deadline, its line in the log and its metrics. */
@NullMarked
package sevenlayers.chassis.call;

import org.jspecify.annotations.NullMarked;
