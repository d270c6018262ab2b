/**
 * What two sides of TLS agree on, by the numbers that IANA gives: versions, cipher suites, groups, signature schemes. Messages keep numbers
 * that are not known here; these are the ones that the engine can use.
 */
@NullMarked
package sevenlayers.handshake.tls.parameter;

import org.jspecify.annotations.NullMarked;
