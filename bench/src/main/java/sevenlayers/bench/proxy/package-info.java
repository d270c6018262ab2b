/**
 * The balancer beside other proxies: the same backend, the same load, one core each, rounds in turn.
 *
 * <p>{@link sevenlayers.bench.proxy.ProxyBench} is the program. What is compared is requests per second of a proxy's own CPU time: it
 * hardly depends on what else the machine does, while requests per second of the clock do.
 */
@NullMarked
package sevenlayers.bench.proxy;

import org.jspecify.annotations.NullMarked;
