/**
 * What a drive came to, counted: {@link sevenlayers.client.report.Tally} takes one {@link sevenlayers.client.report.Ended} per call.
 * Pure; one thread owns a tally.
 */
@NullMarked
package sevenlayers.client.report;

import org.jspecify.annotations.NullMarked;
