/** The {@code lab} command: {@link sevenlayers.labs.cli.Lab} lists its subcommands, each in a class of its own. */
@NullMarked
package sevenlayers.labs.cli;

import org.jspecify.annotations.NullMarked;
