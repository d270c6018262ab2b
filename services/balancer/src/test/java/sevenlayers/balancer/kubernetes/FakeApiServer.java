package sevenlayers.balancer.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ListMetaBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceListBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The part of an API server that EndpointSlices are: it lists them, and tells a watch what has happened since a version. */
final class FakeApiServer implements AutoCloseable {
    private record Event(long version, String json) {}

    private static final String BOOKMARK = """
            {"type":"BOOKMARK","object":{"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1",\
            "metadata":{"resourceVersion":"%d"}}}""";

    private final KubernetesSerialization json = new KubernetesSerialization();
    private final Map<String, EndpointSlice> slices = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private final int port;
    private long version = 1;
    private int generation;
    private int watches;
    private boolean forbidden;
    private boolean mute;

    FakeApiServer() {
        server = listen(0);
        port = server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    // ---- What the cluster does

    synchronized void put(EndpointSlice slice) {
        String name = slice.getMetadata().getName();
        happen(slices.containsKey(name) ? "MODIFIED" : "ADDED", slice);
        slices.put(name, slice);
    }

    synchronized void remove(String name) {
        happen("DELETED", Objects.requireNonNull(slices.remove(name)));
    }

    private void happen(String type, EndpointSlice slice) {
        version++;
        EndpointSlice at = new EndpointSliceBuilder(slice)
                .editMetadata()
                .withResourceVersion(Long.toString(version))
                .endMetadata()
                .build();
        events.add(new Event(version, "{\"type\":\"" + type + "\",\"object\":" + json.asJson(at) + "}"));
        notifyAll();
    }

    // ---- What goes wrong

    /** Ends all watches, as it does to each now and then. */
    synchronized void endWatches() {
        generation++;
        notifyAll();
    }

    /** Tells all watches that their version is too old, and ends them. */
    synchronized void forget() {
        String gone = json.asJson(new StatusBuilder()
                .withStatus("Failure")
                .withReason("Expired")
                .withCode(410)
                .withMessage("too old resource version")
                .build());
        version++;
        events.add(new Event(version, "{\"type\":\"ERROR\",\"object\":" + gone + "}"));
        notifyAll();
    }

    /** From now on who asks may not. */
    synchronized void forbid(boolean now) {
        forbidden = now;
    }

    /** From now on watches are told nothing, and not that either. */
    synchronized void mute(boolean now) {
        mute = now;
    }

    /** It is away: connections break, and nobody listens. */
    void stop() {
        endWatches();
        server.stop(0);
        threads.shutdownNow();
    }

    /** It is back, at the same place, with what happened in the meantime. */
    void start() {
        threads = Executors.newVirtualThreadPerTaskExecutor();
        server = listen(port);
    }

    // ---- What was asked

    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    synchronized int watches() {
        return watches;
    }

    private HttpServer listen(int at) {
        try {
            HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
            listening.setExecutor(threads);
            listening.createContext("/", this::handle);
            listening.start();
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getRawQuery() == null
                ? ""
                : exchange.getRequestURI().getRawQuery();
        synchronized (this) {
            requests.add(exchange.getRequestURI().getPath() + "?" + URLDecoder.decode(query, StandardCharsets.UTF_8));
        }
        try (exchange) {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            if (query.contains("watch=true")) {
                watch(exchange, Long.parseLong(query.replaceAll(".*resourceVersion=(\\d+).*", "$1")));
            } else {
                answer(exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        int code;
        String body;
        synchronized (this) {
            code = forbidden ? 403 : 200;
            body = forbidden
                    ? json.asJson(new StatusBuilder()
                            .withStatus("Failure")
                            .withReason("Forbidden")
                            .withMessage("endpointslices is forbidden")
                            .withCode(403)
                            .build())
                    : json.asJson(new EndpointSliceListBuilder()
                            .withMetadata(new ListMetaBuilder()
                                    .withResourceVersion(Long.toString(version))
                                    .build())
                            .addAllToItems(slices.values())
                            .build());
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void watch(HttpExchange exchange, long since) throws IOException, InterruptedException {
        int mine;
        synchronized (this) {
            mine = generation;
            watches++;
        }
        try {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            out.flush();
            long seen = since;
            while (true) {
                Event event = next(mine, seen);
                if (event == null) {
                    return;
                }
                out.write((event.json() + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
                seen = event.version();
            }
        } finally {
            synchronized (this) {
                watches--;
            }
        }
    }

    /** What a watch is told next: now and then a bookmark, by which we notice that nobody reads any more; null at its end. */
    private synchronized @Nullable Event next(int mine, long seen) throws InterruptedException {
        do {
            if (generation == mine && (mute || latest() <= seen)) {
                wait(50);
            }
        } while (generation == mine && mute);
        if (generation != mine) {
            return null;
        }
        return events.stream()
                .filter(one -> one.version() > seen)
                .findFirst()
                .orElseGet(() -> new Event(seen, BOOKMARK.formatted(seen)));
    }

    private long latest() {
        return events.isEmpty() ? 0 : events.getLast().version();
    }

    @Override
    public void close() {
        stop();
    }
}
