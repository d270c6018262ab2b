/** Whether this pod wants calls: one switch, read by gRPC health v1 and by HTTP /q/health/ready. */
@NullMarked
package sevenlayers.chassis.health;

import org.jspecify.annotations.NullMarked;
