/**
 * The one thing of HTTP/2 that grpc-java does not tell its user: a GOAWAY frame as the server sent it (RFC 9113 §6.8). Pure: bytes in,
 * records out.
 */
@NullMarked
package sevenlayers.client.http2;

import org.jspecify.annotations.NullMarked;
