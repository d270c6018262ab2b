/**
 * TCP on a simulated network. This package holds the adapters between gRPC and the engine; the engine is in the packages below, which
 * know neither Quarkus nor gRPC: {@code time}, {@code network}, {@code tcp} and what builds on them.
 */
@NullMarked
package sevenlayers.handshake;

import org.jspecify.annotations.NullMarked;
