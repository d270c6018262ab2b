package sevenlayers.client.drive;

import io.grpc.CallOptions;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sevenlayers.chassis.errors.LabStatus;
import sevenlayers.client.channel.ChannelNews;
import sevenlayers.client.channel.ChannelSet;
import sevenlayers.client.channel.LabChannel;
import sevenlayers.client.load.Pacer;
import sevenlayers.client.report.Ended;
import sevenlayers.client.report.Tally;
import sevenlayers.client.v1.ChannelEvent.Kind;
import sevenlayers.client.v1.DriveResponse;

/**
 * Makes the calls of one plan on open channels and tells their story.
 *
 * <p>One thread, the one that {@link #run} is called on, owns all of a drive's state: it starts the calls, counts them and writes the
 * reports. Whatever happens on other threads (a call ends, a subchannel changes, the reader has room) comes to it as a {@link Signal}
 * through a queue. So there is no lock, and the story has one order.
 *
 * <p>A reader that does not keep up slows the load: with {@value #MOST_UNREAD} pieces unread no call starts. In an open loop the
 * schedule moves by as long as that took, so that it does not count as the pods' latency.
 */
final class Drive {

    private static final int MOST_UNREAD = 1_000;
    private static final long READER_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long ALL_READY_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final DrivePlan plan;
    private final ChannelSet channels;
    private final ReportSink reader;
    private final BlockingQueue<Signal> signals;
    private final Set<DrivenCall> underWay = new HashSet<>();
    private final Queue<DriveResponse> unread = new ArrayDeque<>();
    private final Tally tally = new Tally();
    private final Pieces pieces;
    private final CallOptions options;
    private long started;
    private long lastReadNanos = System.nanoTime();
    private boolean cancelled;
    private boolean allReady;

    /**
     * @param plan       what to do
     * @param channels   the channels to do it on, of the plan's settings
     * @param reader     where the story goes
     * @param signals    shared with {@link DriveHandle}: what other threads have to say, perhaps already
     * @param beganNanos when the drive began, by {@link System#nanoTime}
     */
    Drive(DrivePlan plan, ChannelSet channels, ReportSink reader, BlockingQueue<Signal> signals, long beganNanos) {
        this.plan = plan;
        this.channels = channels;
        this.reader = reader;
        this.signals = signals;
        this.pieces = new Pieces(beganNanos);
        this.options = plan.waitForReady() ? CallOptions.DEFAULT.withWaitForReady() : CallOptions.DEFAULT;
    }

    /** Calls started so far. */
    long started() {
        return started;
    }

    /**
     * Makes the calls, on this thread, until all have ended and been told, or until cancelled.
     *
     * @param before what happened before the first call
     * @return whether it came to its end
     * @throws io.grpc.StatusRuntimeException RESOURCE_EXHAUSTED if the reader takes nothing for a minute
     */
    boolean run(List<ChannelNews> before) throws InterruptedException {
        Consumer<ChannelNews> listener = news -> signals.add(new Signal.News(news));
        channels.channels().forEach(channel -> channel.watch().listen(listener));
        try {
            before.forEach(news -> unread.add(pieces.news(news)));
            if (plan.awaitAllReady()) {
                awaitAllReady();
            }
            makeCalls();
            if (!cancelled) {
                unread.add(Pieces.summary(tally, channels.addresses()));
                while (!cancelled && !unread.isEmpty()) {
                    write();
                    if (!unread.isEmpty()) {
                        await(Long.MAX_VALUE);
                    }
                }
            }
            return !cancelled;
        } finally {
            channels.channels().forEach(channel -> channel.watch().unlisten(listener));
            underWay.forEach(call -> call.cancel("the drive has ended"));
        }
    }

    private void makeCalls() throws InterruptedException {
        Pacer pacer = Pacer.of(plan.load(), plan.mostUnderWay(), System.nanoTime());
        while (!cancelled && tally.calls() < plan.calls()) {
            write();
            if (unread.size() >= MOST_UNREAD) {
                long heldNanos = System.nanoTime();
                await(Long.MAX_VALUE);
                write();
                pacer.postpone(System.nanoTime() - heldNanos);
            } else {
                await(startWhatIsDue(pacer));
            }
        }
    }

    /** Starts calls until none is due; how long until the next one is. */
    private long startWhatIsDue(Pacer pacer) {
        while (started < plan.calls()) {
            long now = System.nanoTime();
            long wait = pacer.waitNanos(now, underWay.size());
            if (wait > 0) {
                return wait;
            }
            LabChannel channel = channels.inTurn(started);
            DrivenCall call = new DrivenCall(++started, channel, pacer.start(now), signals::add);
            underWay.add(call);
            call.start(
                    options.withDeadlineAfter(plan.deadline().toNanos(), TimeUnit.NANOSECONDS),
                    plan.work(started),
                    plan.users());
        }
        return Pacer.UNTIL_A_CALL_ENDS;
    }

    private void awaitAllReady() throws InterruptedException {
        List<CompletableFuture<Void>> each = channels.channels().stream()
                .map(channel -> {
                    channel.connect();
                    return channel.watch().allReady();
                })
                .toList();
        long beganNanos = System.nanoTime();
        var _ = CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
                .thenRun(() -> signals.add(Signal.Word.ALL_READY));
        while (!cancelled && !allReady && System.nanoTime() - beganNanos < ALL_READY_PATIENCE_NANOS) {
            write();
            await(beganNanos + ALL_READY_PATIENCE_NANOS - System.nanoTime());
        }
        each.forEach(future -> future.cancel(false));
        for (LabChannel channel : channels.channels()) {
            List<String> notReady = channel.watch().notReady();
            String detail = allReady
                    ? "all subchannels are READY"
                    : "went on after 10 s without all subchannels READY: " + String.join("; ", notReady);
            unread.add(pieces.news(new ChannelNews(
                    Kind.KIND_AWAITED,
                    channel.watch().number(),
                    channel.watch().addresses(),
                    "",
                    detail,
                    System.nanoTime())));
        }
    }

    /** Waits for a signal, but no longer than that, and takes all that have come. */
    private void await(long nanos) throws InterruptedException {
        long patience = unread.isEmpty() ? Long.MAX_VALUE : lastReadNanos + READER_PATIENCE_NANOS - System.nanoTime();
        @Nullable Signal signal = signals.poll(Math.min(nanos, Math.max(patience, 0)), TimeUnit.NANOSECONDS);
        if (signal == null && patience <= 0) {
            throw LabStatus.exception(
                    Status.Code.RESOURCE_EXHAUSTED,
                    "READER_TOO_SLOW",
                    "nobody read this drive's reports for 60 s; read them as they come, or ask for summary_only",
                    Map.of());
        }
        while (signal != null) {
            take(signal);
            signal = signals.poll();
        }
    }

    private void take(Signal signal) {
        switch (signal) {
            case DrivenCall call -> ended(call);
            case Signal.News news -> unread.add(pieces.news(news.news()));
            case Signal.Word word -> {
                switch (word) {
                    case READER_READY -> {} // the next write() sees it
                    case ALL_READY -> allReady = true;
                    case CANCEL -> cancelled = true;
                }
            }
        }
    }

    private void ended(DrivenCall call) {
        underWay.remove(call);
        Ended ended = call.ended();
        tally.add(ended);
        if (!plan.summaryOnly()) {
            unread.add(pieces.call(call, ended));
        }
    }

    private void write() {
        while (!unread.isEmpty() && reader.isReady()) {
            reader.send(unread.remove());
            lastReadNanos = System.nanoTime();
        }
        if (unread.isEmpty()) {
            lastReadNanos = System.nanoTime();
        }
    }
}
