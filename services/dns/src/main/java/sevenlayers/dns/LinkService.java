package sevenlayers.dns;

import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.net.InetSocketAddress;
import java.time.Duration;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.dns.transport.Impaired;
import sevenlayers.dns.v1.ClearLinksRequest;
import sevenlayers.dns.v1.ClearLinksResponse;
import sevenlayers.dns.v1.Link;
import sevenlayers.dns.v1.LinkServiceGrpc;
import sevenlayers.dns.v1.ListLinksRequest;
import sevenlayers.dns.v1.ListLinksResponse;
import sevenlayers.dns.v1.SetLinkRequest;
import sevenlayers.dns.v1.SetLinkResponse;

/** The links between the resolver and the tree's servers. */
@GrpcService
@RunOnVirtualThread
class LinkService extends LinkServiceGrpc.LinkServiceImplBase {
    private final DnsPod pod;

    LinkService(DnsPod pod) {
        this.pod = pod;
    }

    @Override
    public void setLink(SetLinkRequest request, StreamObserver<SetLinkResponse> responses) {
        Link link = request.getLink();
        new Violations()
                .range("link.question_loss", link.getQuestionLoss(), 0.0, 1.0)
                .range("link.reply_loss", link.getReplyLoss(), 0.0, 1.0)
                .range("link.delay_micros", link.getDelayMicros(), 0, 5_000_000)
                .throwIfAny();
        InetSocketAddress address = DnsRules.found(
                pod.address(link.getServer()).orElse(null),
                "server",
                link.getServer(),
                pod.servers().keySet());
        long seed = link.hasSeed() ? link.getSeed() : 1;
        pod.links()
                .set(
                        address.getAddress(),
                        new Impaired.Link(
                                link.getQuestionLoss(),
                                link.getReplyLoss(),
                                Duration.ofNanos(link.getDelayMicros() * 1000),
                                seed));
        responses.onNext(SetLinkResponse.newBuilder()
                .setLink(link.toBuilder().setSeed(seed))
                .build());
        responses.onCompleted();
    }

    @Override
    public void listLinks(ListLinksRequest request, StreamObserver<ListLinksResponse> responses) {
        ListLinksResponse.Builder response = ListLinksResponse.newBuilder();
        pod.servers()
                .forEach((server, address) -> pod.links()
                        .link(address.getAddress())
                        .ifPresent(link -> response.addLinks(Link.newBuilder()
                                .setServer(server)
                                .setQuestionLoss(link.questionLoss())
                                .setReplyLoss(link.replyLoss())
                                .setDelayMicros(link.delay().toNanos() / 1000)
                                .setSeed(link.seed()))));
        responses.onNext(response.build());
        responses.onCompleted();
    }

    @Override
    public void clearLinks(ClearLinksRequest request, StreamObserver<ClearLinksResponse> responses) {
        pod.links().clear();
        responses.onNext(ClearLinksResponse.getDefaultInstance());
        responses.onCompleted();
    }
}
