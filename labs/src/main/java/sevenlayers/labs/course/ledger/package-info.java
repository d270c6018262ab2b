/**
 * What remains of runs: the ledger of claims, how far each lab has been done, predictions, and the report made of them.
 */
@NullMarked
package sevenlayers.labs.course.ledger;

import org.jspecify.annotations.NullMarked;
