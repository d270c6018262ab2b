package sevenlayers.dns;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.dns.cache.Cached;
import sevenlayers.dns.message.Reason;
import sevenlayers.dns.resolve.Options;
import sevenlayers.dns.resolve.Resolver;
import sevenlayers.dns.trace.Event;
import sevenlayers.dns.trace.Outcome;
import sevenlayers.dns.v1.FlushCacheRequest;
import sevenlayers.dns.v1.FlushCacheResponse;
import sevenlayers.dns.v1.ListCacheRequest;
import sevenlayers.dns.v1.ListCacheResponse;
import sevenlayers.dns.v1.ResolveRequest;
import sevenlayers.dns.v1.ResolveResponse;
import sevenlayers.dns.v1.ResolverServiceGrpc;

/** The resolver, with all that it does told. */
@GrpcService
@RunOnVirtualThread
class ResolverService extends ResolverServiceGrpc.ResolverServiceImplBase {
    private static final int MOST_LISTED = 1000;

    /** Beyond the resolver's own limit of time: it always comes to an end before. */
    private static final long MOST_SECONDS = 60;

    private final DnsPod pod;

    ResolverService(DnsPod pod) {
        this.pod = pod;
    }

    /** Something heard of the walk: a step, or the outcome. */
    private record News(
            int depth,
            long nanos,
            @Nullable Event event,
            @Nullable Outcome outcome) {}

    @Override
    public void resolve(ResolveRequest request, StreamObserver<ResolveResponse> responses) {
        Violations violations = new Violations();
        Name name = DnsRules.name("name", request.getName(), violations);
        int type = DnsRules.dataType("type", request.getType(), violations);
        int edns = request.hasEdnsSize()
                ? request.getEdnsSize()
                : pod.resolver().settings().ednsSize();
        violations.check(
                edns == 0 || edns >= 512 && edns <= 4096,
                "edns_size",
                edns + " is out of range; allowed: 512 to 4096, or 0 for no EDNS");
        violations.throwIfAny();
        Options options = new Options(
                !request.getFromRoot(),
                !request.hasMinimise() || request.getMinimise(),
                !request.hasMixedCase() || request.getMixedCase(),
                edns);
        tell(name, type, options, (ServerCallStreamObserver<ResolveResponse>) responses);
    }

    private void tell(Name name, int type, Options options, ServerCallStreamObserver<ResolveResponse> caller) {
        BlockingQueue<News> news = new LinkedBlockingQueue<>();
        long began = System.nanoTime();
        Resolver resolver = pod.resolver();
        resolver.resolve(
                name,
                type,
                options,
                (depth, event) -> news.add(new News(depth, System.nanoTime() - began, event, null)),
                outcome -> news.add(new News(0, System.nanoTime() - began, null, outcome)));
        int number = 0;
        int questions = 0;
        boolean finished = false;
        try {
            while (!caller.isCancelled()) {
                @Nullable News next = news.poll(MOST_SECONDS, TimeUnit.SECONDS);
                if (next == null) {
                    throw new IllegalStateException("the resolver came to no end");
                }
                @Nullable Outcome outcome = next.outcome();
                @Nullable Event event = next.event();
                if (outcome != null && finished) {
                    break;
                }
                if (outcome != null) { // stale data came before the end of the walk
                    event = new Event.Finished(
                            outcome, Reason.rfc(8767, "5", "the client has waited long enough: what is known will do"));
                }
                if (event == null) {
                    continue;
                }
                questions += event instanceof Event.Sent ? 1 : 0;
                finished |= event instanceof Event.Finished && next.depth() == 0;
                caller.onNext(TraceMessages.step(++number, next.depth(), next.nanos() / 1000, event, questions));
                if (outcome != null) {
                    break;
                }
            }
            caller.onCompleted();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void listCache(ListCacheRequest request, StreamObserver<ListCacheResponse> responses) {
        List<Cached> entries = pod.resolver().cache().list(top(request.getName()));
        responses.onNext(ListCacheResponse.newBuilder()
                .addAllEntries(entries.stream()
                        .limit(MOST_LISTED)
                        .map(TraceMessages::entry)
                        .toList())
                .setTotal(pod.resolver().cache().size())
                .build());
        responses.onCompleted();
    }

    @Override
    public void flushCache(FlushCacheRequest request, StreamObserver<FlushCacheResponse> responses) {
        int forgotten = request.getName().isEmpty()
                ? pod.resolver().forget()
                : pod.resolver().cache().flush(top(request.getName()));
        responses.onNext(FlushCacheResponse.newBuilder().setForgotten(forgotten).build());
        responses.onCompleted();
    }

    private static Name top(String text) {
        if (text.isEmpty()) {
            return Name.root;
        }
        Violations violations = new Violations();
        Name name = DnsRules.name("name", text, violations);
        violations.throwIfAny();
        return name;
    }
}
