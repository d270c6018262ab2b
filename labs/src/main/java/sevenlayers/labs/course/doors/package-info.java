/**
 * Calls through the front doors, whatever the service: the types of a method are learned by gRPC reflection, requests and answers are
 * maps as in JSON.
 */
@NullMarked
package sevenlayers.labs.course.doors;

import org.jspecify.annotations.NullMarked;
