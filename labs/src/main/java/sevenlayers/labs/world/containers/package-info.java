/**
 * The containers world: docker-compose.yml, driven through the docker program. Read {@link sevenlayers.labs.world.containers.ContainerWorld}
 * first; what it knows of compose is in {@link sevenlayers.labs.world.containers.Project}.
 */
@NullMarked
package sevenlayers.labs.world.containers;

import org.jspecify.annotations.NullMarked;
