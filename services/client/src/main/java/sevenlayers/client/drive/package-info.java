/**
 * Drives load and tells its story. {@link sevenlayers.client.drive.DrivePlan} is a request that has been checked, {@link
 * sevenlayers.client.drive.Drives} finds it channels and a share of what this client may do at all, and {@link
 * sevenlayers.client.drive.Drive} makes the calls.
 */
@NullMarked
package sevenlayers.client.drive;

import org.jspecify.annotations.NullMarked;
