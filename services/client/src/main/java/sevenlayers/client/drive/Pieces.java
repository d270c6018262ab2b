package sevenlayers.client.drive;

import java.util.List;
import sevenlayers.client.channel.ChannelNews;
import sevenlayers.client.channel.StatusText;
import sevenlayers.client.report.Ended;
import sevenlayers.client.report.Tally;
import sevenlayers.client.v1.CallReport;
import sevenlayers.client.v1.ChannelEvent;
import sevenlayers.client.v1.ConnectionCount;
import sevenlayers.client.v1.DriveResponse;
import sevenlayers.client.v1.DriveSummary;
import sevenlayers.client.v1.Latency;
import sevenlayers.client.v1.PodCount;
import sevenlayers.client.v1.StatusCount;

/**
 * The pieces of a drive's story as the contract has them.
 *
 * @param beganNanos when the drive began: times in the story count from here
 */
record Pieces(long beganNanos) {

    /** The system property from which grpc-java's DNS resolver takes how long it keeps an answer. */
    private static final String DNS_CACHE_PROPERTY = "networkaddress.cache.ttl";

    private static final long DNS_CACHE_DEFAULT_SECONDS = 30;

    DriveResponse call(DrivenCall call, Ended ended) {
        CallReport.Builder report = CallReport.newBuilder()
                .setNumber(call.number())
                .setChannel(ended.channel())
                .setPod(ended.pod())
                .setClientAddress(ended.clientAddress())
                .setDialedAddress(ended.dialedAddress())
                .setLatencyMicros(ended.latencyMicros())
                .setStatusCode(call.status().getCode().value())
                .setStatus(ended.status())
                .setMessage(StatusText.of(call.status()))
                .setStartedMicros(micros(ended.startedNanos()))
                .setAttempts(call.attempts())
                .setKey(call.key())
                .setComputedTogether(call.computedTogether());
        if (call.answer().hasConnection()) {
            report.setConnection(call.answer().getConnection());
        }
        return DriveResponse.newBuilder().setCall(report).build();
    }

    DriveResponse news(ChannelNews news) {
        return DriveResponse.newBuilder()
                .setChannel(ChannelEvent.newBuilder()
                        .setKind(news.kind())
                        .setChannel(news.channel())
                        .addAllAddresses(news.addresses())
                        .setState(news.state())
                        .setDetail(news.detail())
                        .setAtMicros(micros(news.atNanos())))
                .build();
    }

    static DriveResponse summary(Tally tally, List<String> addresses) {
        DriveSummary.Builder summary = DriveSummary.newBuilder()
                .setCalls(tally.calls())
                .setOk(tally.ok())
                .setLatency(latency(tally.latencies()))
                .setElapsedMicros(tally.elapsedMicros())
                .addAllAddresses(addresses)
                .setDnsCacheSeconds(Long.getLong(DNS_CACHE_PROPERTY, DNS_CACHE_DEFAULT_SECONDS));
        tally.byStatus()
                .forEach(each -> summary.addStatuses(
                        StatusCount.newBuilder().setStatus(each.status()).setCalls(each.calls())));
        tally.byPod()
                .forEach(each -> summary.addPods(PodCount.newBuilder()
                        .setPod(each.pod())
                        .setCalls(each.calls())
                        .setConnections(each.connections())));
        tally.byConnection()
                .forEach(each -> summary.addConnections(ConnectionCount.newBuilder()
                        .setClientAddress(each.clientAddress())
                        .setDialedAddress(each.dialedAddress())
                        .setChannel(each.channel())
                        .addAllPods(each.pods())
                        .setCalls(each.calls())));
        return DriveResponse.newBuilder().setSummary(summary).build();
    }

    private static Latency latency(Tally.Latencies latencies) {
        return Latency.newBuilder()
                .setMinMicros(latencies.min())
                .setMeanMicros(latencies.mean())
                .setP50Micros(latencies.p50())
                .setP90Micros(latencies.p90())
                .setP99Micros(latencies.p99())
                .setP999Micros(latencies.p999())
                .setMaxMicros(latencies.max())
                .build();
    }

    private long micros(long atNanos) {
        return (atNanos - beganNanos) / 1_000;
    }
}
