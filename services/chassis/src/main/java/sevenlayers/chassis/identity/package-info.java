/** Who this pod is and what it was told. Read {@link sevenlayers.chassis.identity.PodSettings} first: it is the table in docs/architecture.md. */
@NullMarked
package sevenlayers.chassis.identity;

import org.jspecify.annotations.NullMarked;
