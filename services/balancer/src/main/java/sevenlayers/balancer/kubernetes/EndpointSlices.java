package sevenlayers.balancer.kubernetes;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.backend.Cluster;
import sevenlayers.balancer.backend.Found;
import sevenlayers.balancer.backend.ServiceSource;

/**
 * Follows the EndpointSlices of one Service: lists them, then watches from that version on, as the API's conventions have it.
 *
 * <p>A watch ends now and then: the API server ends each after some minutes, forgets old versions (410 Gone), or restarts. Whatever the
 * reason, the answer is to list again. While the API server cannot be asked, what is known stays: the pods go on to serve without
 * it. A watch that is dead without a word is noticed because the list is asked for again each minute.
 *
 * <p>fabric8's informer does all of this, too, but hides an outage for as long as half a minute after its end, and nobody is told.
 *
 * <p>[1] Kubernetes API concepts, "Efficient detection of changes".
 */
final class EndpointSlices implements Cluster.Following {
    private static final Logger LOG = Logger.getLogger(EndpointSlices.class.getName());

    /** The label by which slices belong to a Service. */
    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    /**
     * How long to wait before the next list.
     *
     * @param ended after a watch has ended
     * @param failed after a list could not be had
     * @param checked after a list, whatever the watch says or does not say
     */
    record Pauses(Duration ended, Duration failed, Duration checked) {
        static final Pauses DEFAULT = new Pauses(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    private final Supplier<KubernetesClient> client;
    private final ServiceSource source;
    private final Consumer<Found> told;
    private final Pauses pauses;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("endpoint-slices").daemon().factory());

    // All of this belongs to the thread.
    private final Map<String, EndpointSlice> slices = new HashMap<>();
    private @Nullable Watch watch;
    private @Nullable ScheduledFuture<?> next;
    private int round;
    private boolean failing;
    private String complaint = "";

    /**
     * Nothing is asked before {@link #start}.
     *
     * @param client is asked for on the thread that uses it: making one takes a while
     */
    EndpointSlices(Supplier<KubernetesClient> client, ServiceSource source, Consumer<Found> told, Pauses pauses) {
        this.client = client;
        this.source = source;
        this.told = told;
        this.pauses = pauses;
    }

    EndpointSlices start() {
        thread.execute(this::list);
        return this;
    }

    @Override
    public void close() {
        try {
            thread.execute(() -> {
                endWatch();
                cancelNext();
            });
        } catch (RejectedExecutionException _) {
            // Closed before.
        }
        thread.shutdown();
    }

    private void list() {
        endWatch();
        int mine = round;
        try {
            FilterWatchListDeletable<EndpointSlice, EndpointSliceList, Resource<EndpointSlice>> ofService = ofService();
            EndpointSliceList listed = ofService.list();
            slices.clear();
            listed.getItems().forEach(this::keep);
            answered();
            tell();
            watch = ofService.watch(
                    new ListOptionsBuilder()
                            .withResourceVersion(listed.getMetadata().getResourceVersion())
                            .build(),
                    new Events(mine));
            listAgainAfter(pauses.checked());
        } catch (RuntimeException e) {
            // A task that throws is never run again, so everything ends here.
            failed(e);
            listAgainAfter(pauses.failed());
        }
    }

    private FilterWatchListDeletable<EndpointSlice, EndpointSliceList, Resource<EndpointSlice>> ofService() {
        KubernetesClient cluster = client.get();
        String own = cluster.getNamespace() == null ? "default" : cluster.getNamespace();
        return cluster.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(source.namespace().isEmpty() ? own : source.namespace())
                .withLabel(SERVICE_NAME, source.service());
    }

    private void keep(EndpointSlice slice) {
        slices.put(slice.getMetadata().getName(), slice);
    }

    private void tell() {
        Found found = Endpoints.of(source, slices.values());
        complain(found.addresses().isEmpty() ? Endpoints.whyNone(source, slices.values()) : "");
        told.accept(found);
    }

    private void listAgainAfter(Duration pause) {
        cancelNext();
        if (!thread.isShutdown()) {
            next = thread.schedule(this::list, pause.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void cancelNext() {
        if (next != null) {
            next.cancel(false);
        }
    }

    private void endWatch() {
        Watch old = watch;
        watch = null;
        round++;
        if (old != null) {
            old.close();
        }
    }

    // ---- What is said, once each

    private void answered() {
        if (failing) {
            LOG.log(Level.INFO, "The API server answers again about {0}", source.text());
        }
        failing = false;
    }

    private void failed(RuntimeException why) {
        LOG.log(
                failing ? Level.FINE : Level.WARNING,
                "The API server cannot be asked about {0} ({1}); its backends stay as they were",
                new Object[] {source.text(), reason(why)});
        failing = true;
    }

    /** The client wraps what happened; what happened is at the bottom. */
    private static @Nullable String reason(Throwable why) {
        Throwable bottom = why;
        while (bottom.getCause() != null) {
            bottom = bottom.getCause();
        }
        return bottom.getMessage();
    }

    private void complain(String about) {
        if (!about.isEmpty() && !about.equals(complaint)) {
            LOG.log(Level.WARNING, "{0}: {1}", new Object[] {source.text(), about});
        }
        complaint = about;
    }

    /** What one watch brings; the client calls it on a thread of its own. */
    private final class Events implements Watcher<EndpointSlice> {
        private final int of;

        Events(int round) {
            this.of = round;
        }

        @Override
        public void eventReceived(Action action, EndpointSlice slice) {
            now(() -> {
                switch (action) {
                    case ADDED, MODIFIED -> keep(slice);
                    case DELETED -> slices.remove(slice.getMetadata().getName());
                    case ERROR, BOOKMARK -> {
                        return; // the client closes the watch after an error, and asked for no bookmarks
                    }
                }
                tell();
            });
        }

        @Override
        public void onClose() {
            now(() -> listAgainAfter(pauses.ended()));
        }

        @Override
        public void onClose(WatcherException cause) {
            onClose();
        }

        /** A watch that was given up may have something on its way still. */
        private void now(Runnable event) {
            try {
                thread.execute(() -> {
                    if (of == round) {
                        event.run();
                    }
                });
            } catch (RejectedExecutionException _) {
                // The balancer is about to end.
            }
        }
    }
}
