/** The images that containers and clusters run: named by what is in them, built when that name is new. Read {@link sevenlayers.labs.world.images.Images}. */
@NullMarked
package sevenlayers.labs.world.images;

import org.jspecify.annotations.NullMarked;
