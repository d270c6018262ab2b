/**
 * {@code ./lab test}: everything that this machine can run, part by part. {@link sevenlayers.labs.selftest.Parts} lists the parts,
 * {@link sevenlayers.labs.selftest.ReadmeLines} executes what the README shows.
 */
@NullMarked
package sevenlayers.labs.selftest;

import org.jspecify.annotations.NullMarked;
