package sevenlayers.dns;

import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.dns.message.Questions;
import sevenlayers.dns.transport.Ending;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.dns.transport.Question;
import sevenlayers.dns.transport.Transport;
import sevenlayers.dns.v1.QueryRequest;
import sevenlayers.dns.v1.QueryResponse;
import sevenlayers.dns.v1.QueryServiceGrpc;
import sevenlayers.wire.Bytes;

/** One question to one server, byte by byte. */
@GrpcService
@RunOnVirtualThread
class QueryService extends QueryServiceGrpc.QueryServiceImplBase {
    private static final int STANDARD_EDNS = 1232;
    private static final long STANDARD_PATIENCE_MICROS = 2_000_000;

    private final DnsPod pod;
    private final SecureRandom random = new SecureRandom();

    QueryService(DnsPod pod) {
        this.pod = pod;
    }

    @Override
    public void query(QueryRequest request, StreamObserver<QueryResponse> responses) {
        Violations violations = new Violations();
        Name name = DnsRules.name("name", request.getName(), violations);
        int type = DnsRules.type("type", request.getType(), violations);
        int edns = request.hasEdnsSize() ? request.getEdnsSize() : STANDARD_EDNS;
        long patience = request.hasPatienceMicros() ? request.getPatienceMicros() : STANDARD_PATIENCE_MICROS;
        violations
                .range("edns_size", edns, 0, 65_535)
                .range("patience_micros", patience, 1000, 10_000_000)
                .check(type != 251, "type", "'IXFR' needs a version to begin with; allowed: AXFR, or any type of data")
                .throwIfAny();
        String server = request.getServer().isEmpty() ? DnsPod.RESOLVER : request.getServer();
        InetSocketAddress address = DnsRules.found(
                pod.address(server).orElse(null),
                "server",
                server,
                pod.servers().keySet());
        boolean recursion =
                request.hasRecursionDesired() ? request.getRecursionDesired() : server.equals(DnsPod.RESOLVER);
        Bytes question = Questions.message(random.nextInt(1 << 16), recursion ? MessageHeader.RD : 0, name, type, edns);
        Protocol protocol =
                request.getTransport() == sevenlayers.dns.v1.Transport.TRANSPORT_TCP ? Protocol.TCP : Protocol.UDP;
        Answer answer = ask(new Question(address, protocol, question, Duration.ofNanos(patience * 1000)));
        QueryResponse.Builder response = QueryResponse.newBuilder()
                .setServer(RecordMessages.address(address))
                .setQuestion(QueryMessage.message(question))
                .setTookMicros(answer.nanos() / 1000);
        if (answer.reply() != null) {
            response.setReply(QueryMessage.message(answer.reply()));
        } else {
            response.setEnding(answer.ending().name().toLowerCase(Locale.ROOT));
        }
        responses.onNext(response.build());
        responses.onCompleted();
    }

    private record Answer(@Nullable Bytes reply, Ending ending, long nanos) {}

    private Answer ask(Question question) {
        CompletableFuture<Answer> done = new CompletableFuture<>();
        int id = MessageHeader.parse(question.message()).id();
        long began = System.nanoTime();
        var _ = pod.links().ask(question, new Transport.Listener() {
            private @Nullable Bytes reply;

            @Override
            public boolean heard(Bytes message, InetSocketAddress from) {
                if (message.length() < MessageHeader.LENGTH
                        || MessageHeader.parse(message).id() != id) {
                    return false;
                }
                reply = message;
                return true;
            }

            @Override
            public void ended(Ending ending) {
                done.complete(new Answer(reply, ending, System.nanoTime() - began));
            }
        });
        try {
            return done.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("the question came to no end", e);
        }
    }
}
