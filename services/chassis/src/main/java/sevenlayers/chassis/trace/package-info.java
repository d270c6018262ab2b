/** W3C Trace Context (https://www.w3.org/TR/trace-context/): read from the call that came in, written to the calls that go out. */
@NullMarked
package sevenlayers.chassis.trace;

import org.jspecify.annotations.NullMarked;
