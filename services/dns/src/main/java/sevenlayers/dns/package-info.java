/**
 * DNS: servers, a resolver, and each step of both to be watched. This package holds the adapters between gRPC and the engines; these are in
 * the packages below, which know neither Quarkus nor gRPC: {@code message}, {@code zone}, {@code answer}, {@code server}, {@code transfer} for
 * servers, {@code transport}, {@code cache}, {@code reply}, {@code resolve}, {@code trace} for the resolver, {@code tree} for the lab's own.
 */
@NullMarked
package sevenlayers.dns;

import org.jspecify.annotations.NullMarked;
