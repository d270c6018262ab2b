/** Other people's command line programs (docker, kubectl, kind, minikube), run and listened to. Read {@link sevenlayers.labs.world.tool.Tool}. */
@NullMarked
package sevenlayers.labs.world.tool;

import org.jspecify.annotations.NullMarked;
