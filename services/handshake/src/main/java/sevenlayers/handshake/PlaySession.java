package sevenlayers.handshake;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.handshake.memory.Allowance;
import sevenlayers.handshake.play.Play;
import sevenlayers.handshake.v1.Advance;
import sevenlayers.handshake.v1.PlayRequest;
import sevenlayers.handshake.v1.PlayResponse;

/** One caller's session: deals with its requests in turn, in slices, and takes the next one only when the caller reads the answers. */
final class PlaySession implements StreamObserver<PlayRequest>, Runs.Stepped {
    /** So much happens before others have their turn. */
    private static final int SLICE = 2_048;

    private static final int MOST_WAITING = 64;
    private static final long DAY_NANOS = 86_400_000_000_000L;
    /** So long is a session at most, in virtual time. */
    private static final long MOST_NANOS = 366 * DAY_NANOS;

    private final ServerCallStreamObserver<PlayResponse> caller;
    private final Allowance allowance;
    private final ConcurrentLinkedQueue<PlayRequest> inbox = new ConcurrentLinkedQueue<>();
    private volatile boolean inputEnded;
    private Runnable wake = () -> {};

    private @Nullable PlayedHost host;
    private long number;
    private @Nullable PlayRequest current;
    /** The current request has been acted upon, and only time has to pass. */
    private boolean acted;
    /** Until when time passes. */
    private long untilNanos;
    /** Of {@link Play#happened()}: more than this ends the passing of time. */
    private long untilHappened;

    PlaySession(ServerCallStreamObserver<PlayResponse> caller, Allowance allowance) {
        this.caller = caller;
        this.allowance = allowance;
        caller.disableAutoRequest();
    }

    void begin(Runs runs) {
        wake = runs.startSession(caller, allowance, this);
        caller.request(1);
    }

    @Override
    public void onNext(PlayRequest request) {
        inbox.add(request);
        wake.run();
    }

    @Override
    public void onError(Throwable gone) {
        // The caller has left; the run hears of it by its cancellation.
    }

    @Override
    public void onCompleted() {
        inputEnded = true;
        wake.run();
    }

    @Override
    public Runs.Progress goOn() {
        for (int i = 0; i < SLICE && caller.isReady() && !caller.isCancelled(); i++) {
            if (current == null) {
                boolean last = inputEnded;
                PlayRequest next = inbox.poll();
                if (next == null) {
                    return last ? Runs.Progress.ENDED : Runs.Progress.WAITS;
                }
                take(next);
                caller.request(1);
            } else if (host != null) {
                step(host, current);
            }
        }
        return Runs.Progress.MORE;
    }

    private void take(PlayRequest request) {
        number++;
        Violations violations = new Violations();
        if (number == 1) {
            violations.check(
                    request.hasStart(),
                    field(""),
                    "the session has not begun; allowed: start, and nothing but start, in the first request");
            violations.throwIfAny();
            host = PlayedHost.start(field("start"), request.getStart(), allowance, caller::onNext);
            host.done(number);
            return;
        }
        violations.check(
                !request.hasStart(), field("start"), "the session has begun; allowed: start in the first request only");
        Play play = played().play();
        if (request.hasAtNanos()) {
            violations.range(field("at_nanos"), request.getAtNanos(), play.nowNanos(), MOST_NANOS);
        }
        violations.check(
                play.waitingCalls() < MOST_WAITING,
                field("call"),
                play.waitingCalls() + " calls wait; allowed: up to " + MOST_WAITING);
        advanceIsRight(request, violations);
        violations.throwIfAny();
        current = request;
        acted = false;
        untilNanos = request.hasAtNanos() ? request.getAtNanos() : play.nowNanos();
        untilHappened = Long.MAX_VALUE;
    }

    private void advanceIsRight(PlayRequest request, Violations violations) {
        if (request.getAdvance().hasByNanos()) {
            violations.range(field("advance.by_nanos"), request.getAdvance().getByNanos(), 0, DAY_NANOS);
        }
        if (request.hasAdvance()) {
            violations.check(
                    request.getAdvance().getHowCase() != Advance.HowCase.HOW_NOT_SET,
                    field("advance"),
                    "nothing was said; allowed: by_nanos, until_something, until_quiet");
            violations.check(
                    played().play().nowNanos() <= MOST_NANOS,
                    field("advance"),
                    "the session is over a year of virtual time; allowed: 366 days");
        }
    }

    private void step(PlayedHost at, PlayRequest request) {
        Play play = at.play();
        boolean more = play.happened() <= untilHappened && play.step(untilNanos);
        if (more) {
            return;
        }
        if (acted) {
            done(at);
            return;
        }
        acted = true;
        if (request.hasAdvance()) {
            begin(play, request.getAdvance());
        } else {
            act(at, request);
            // What is due at this very moment is part of the answer: a timer of no length, a call that can go on.
            untilNanos = play.nowNanos();
        }
    }

    private void begin(Play play, Advance advance) {
        switch (advance.getHowCase()) {
            case BY_NANOS -> untilNanos = play.nowNanos() + advance.getByNanos();
            case UNTIL_SOMETHING -> {
                untilHappened = play.happened();
                untilNanos = quietAt(play);
            }
            case UNTIL_QUIET -> untilNanos = quietAt(play);
            case HOW_NOT_SET -> throw new IllegalStateException("it was checked");
        }
    }

    /** Time does not pass where nothing will happen. */
    private static long quietAt(Play play) {
        return play.nextAtNanos() < 0 ? play.nowNanos() : play.nowNanos() + DAY_NANOS;
    }

    private void act(PlayedHost at, PlayRequest request) {
        switch (request.getWhatCase()) {
            case SEGMENT -> at.segment(field("segment"), request.getSegment());
            case PACKET -> at.packet(request.getPacket());
            case ICMP -> at.icmp(field("icmp"), request.getIcmp());
            case CALL -> at.call(number, field("call"), request.getCall());
            case INFO_OF -> at.info(field("info_of"), request.getInfoOf());
            case WHAT_NOT_SET -> {
                if (!request.hasAtNanos()) {
                    new Violations()
                            .check(
                                    false,
                                    field(""),
                                    "nothing was said; allowed: segment, packet, icmp, call, advance, info_of,"
                                            + " at_nanos")
                            .throwIfAny();
                }
            }
            case START, ADVANCE -> throw new IllegalStateException("it was checked");
        }
    }

    private void done(PlayedHost at) {
        current = null;
        at.done(number);
    }

    private PlayedHost played() {
        if (host == null) {
            throw new IllegalStateException("the first request was checked");
        }
        return host;
    }

    private String field(String name) {
        return "request[" + number + "]" + (name.isEmpty() ? "" : "." + name);
    }
}
