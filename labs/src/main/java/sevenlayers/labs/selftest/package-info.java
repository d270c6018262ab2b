/**
 * {@code ./lab test}: everything that this machine can run, part by part. {@link sevenlayers.labs.selftest.Parts} lists the parts. A
 * {@link sevenlayers.labs.selftest.WorldTrial} brings a world up, executes what the README shows, and sends a
 * {@link sevenlayers.labs.selftest.Walk} or more through it: commands as a person types them, with what they must answer.
 */
@NullMarked
package sevenlayers.labs.selftest;

import org.jspecify.annotations.NullMarked;
