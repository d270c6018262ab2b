/** What the tests of the doors share. */
@NullMarked
package sevenlayers.balancer.testing;

import org.jspecify.annotations.NullMarked;
