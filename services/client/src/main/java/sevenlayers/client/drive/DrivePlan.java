package sevenlayers.client.drive;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sevenlayers.client.channel.ChannelSettings;
import sevenlayers.client.load.Load;
import sevenlayers.node.v1.WorkRequest;

/**
 * A drive whose request has been checked.
 *
 * @param settings      the channels to make calls on
 * @param name          the channels' name, if they are to outlive the drive
 * @param idle          time without use after which named channels are closed
 * @param calls         how many calls
 * @param load          what decides when the next one starts
 * @param deadline      each call's
 * @param waitForReady  calls wait for a connection instead of failing at once
 * @param awaitAllReady wait for all subchannels before the first call
 * @param works         what the calls ask, in turn
 * @param users         whose calls they are, in turn, if they are to say so
 * @param summaryOnly   leave out the reports of single calls
 */
record DrivePlan(
        ChannelSettings settings,
        Optional<String> name,
        Duration idle,
        long calls,
        Load load,
        Duration deadline,
        boolean waitForReady,
        boolean awaitAllReady,
        List<WorkRequest> works,
        Optional<Users> users,
        boolean summaryOnly) {

    /** Calls that an open loop may have under way: more are due only where the pods do not keep up, and wait for one to end. */
    private static final int OPEN_UNDER_WAY = 1_000;

    DrivePlan {
        works = List.copyOf(works);
    }

    /** What call {@code number} asks, counted from 1. */
    WorkRequest work(long number) {
        return works.get((int) ((number - 1) % works.size()));
    }

    /** Calls that it may have under way at a time. */
    int mostUnderWay() {
        long wanted = switch (load) {
            case Load.Closed closed -> closed.concurrency();
            case Load.Open _ -> Math.min(OPEN_UNDER_WAY, LoadLimits.PAYLOAD_BYTES / Math.max(1, payloadBytes()));
        };
        return (int) Math.min(wanted, calls);
    }

    /** Bytes of payload that may be on their way to it at a time. */
    long mostPayloadBytes() {
        return (long) mostUnderWay() * payloadBytes();
    }

    private int payloadBytes() {
        return works.stream()
                .mapToInt(work -> work.getWork().getPayloadBytes())
                .max()
                .orElse(0);
    }
}
