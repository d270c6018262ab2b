package sevenlayers.client.channel;

import io.grpc.ConnectivityState;
import io.grpc.NameResolver;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import sevenlayers.client.v1.ChannelEvent.Kind;

/**
 * What is known about one channel: the addresses of its name, its subchannels and their states. Passes on every change to whoever
 * listens, and completes {@link #allReady} when every subchannel is READY.
 */
public final class ChannelWatch {

    /** Carries a channel's watch to the name resolver and the load balancer that grpc-java makes for it. */
    static final NameResolver.Args.Key<ChannelWatch> KEY = NameResolver.Args.Key.create("sevenlayers.channel-watch");

    private final int number;
    private final List<Consumer<ChannelNews>> listeners = new CopyOnWriteArrayList<>();
    private final Map<Object, Subchannel> subchannels = new IdentityHashMap<>();
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private boolean allReady;
    private volatile List<String> addresses = List.of();

    ChannelWatch(int number) {
        this.number = number;
    }

    /** Tells the listener of everything that happens from now on, on grpc-java's and Netty's threads: it must not block. */
    public void listen(Consumer<ChannelNews> listener) {
        listeners.add(listener);
    }

    /** Ends {@link #listen}. */
    public void unlisten(Consumer<ChannelNews> listener) {
        listeners.remove(listener);
    }

    /** The channel's number in its set, from 1. */
    public int number() {
        return number;
    }

    /** The addresses that the name had when it was last resolved; none before that. */
    public List<String> addresses() {
        return addresses;
    }

    /** Completes as soon as there are subchannels and all of them are READY, perhaps at once. Cancel it to stop waiting. */
    public synchronized CompletableFuture<Void> allReady() {
        if (allReady) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> future = new CompletableFuture<>();
        waiting.add(future);
        return future;
    }

    /** The subchannels that are not READY, in words: {@code 127.0.0.12:9000 is CONNECTING}. */
    public synchronized List<String> notReady() {
        return subchannels.values().stream()
                .filter(subchannel -> subchannel.state != ConnectivityState.READY)
                .map(subchannel -> String.join(", ", subchannel.addresses) + " is " + subchannel.state)
                .sorted()
                .toList();
    }

    void resolved(List<String> found) {
        addresses = found;
        tell(Kind.KIND_RESOLVED, found, "", "");
    }

    void resolutionFailed(Status status) {
        tell(Kind.KIND_RESOLUTION_FAILED, List.of(), "", StatusText.of(status));
    }

    void subchannel(Object key, List<String> at, ConnectivityState state, Status why) {
        synchronized (this) {
            Subchannel before = subchannels.get(key);
            if (state == ConnectivityState.SHUTDOWN) {
                if (subchannels.remove(key) == null) {
                    return; // told already
                }
            } else {
                subchannels.put(key, new Subchannel(at, state));
            }
            if (before != null && before.state == state && before.addresses.equals(at)) {
                return;
            }
        }
        tell(Kind.KIND_SUBCHANNEL, at, state.name(), StatusText.of(why));
    }

    /**
     * Says that grpc-java is done with a change: the picker that calls go through has been swapped. Only then does READY mean that a call
     * started now can land on the subchannel.
     */
    void settled() {
        List<CompletableFuture<Void>> done = List.of();
        synchronized (this) {
            allReady = !subchannels.isEmpty()
                    && subchannels.values().stream().allMatch(each -> each.state == ConnectivityState.READY);
            if (allReady) {
                done = List.copyOf(waiting);
                waiting.clear();
            } else {
                waiting.removeIf(CompletableFuture::isDone);
            }
        }
        done.forEach(future -> future.complete(null));
    }

    void tell(Kind kind, List<String> about, String state, String detail) {
        ChannelNews news = new ChannelNews(kind, number, about, state, detail, System.nanoTime());
        listeners.forEach(listener -> listener.accept(news));
    }

    private record Subchannel(List<String> addresses, ConnectivityState state) {}
}
