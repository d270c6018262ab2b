package sevenlayers.client.drive;

import io.grpc.Status;
import java.util.Map;
import java.util.function.IntSupplier;
import sevenlayers.chassis.errors.LabStatus;

/**
 * What this client does at most at a time, over all drives together: its heap is 64 MiB, and a lab is not a load weapon. A drive takes
 * its share before it begins and gives it back when it ends.
 */
public final class LoadLimits {

    /** Calls under way. */
    static final int CALLS = 2_000;

    /** Drives under way. */
    static final int DRIVES = 32;

    /** Channels of drives under way and of named channels. */
    static final int CHANNELS = 300;

    /** Bytes of payload that may be on their way here. */
    static final long PAYLOAD_BYTES = 16 << 20;

    private int drives;
    private int calls;
    private int channels;
    private long payloadBytes;

    /**
     * Takes a share for one drive.
     *
     * @param moreCalls        calls that it may have under way
     * @param morePayloadBytes bytes that may be on their way to it
     * @param moreChannels     channels that it is about to open
     * @param namedChannels    how many channels are open under a name now
     * @throws io.grpc.StatusRuntimeException RESOURCE_EXHAUSTED, saying what is taken, what is allowed and what to do
     */
    synchronized Share take(int moreCalls, long morePayloadBytes, int moreChannels, IntSupplier namedChannels) {
        require("drives", drives, 1, DRIVES, "wait until one has ended");
        require(
                "calls under way",
                calls,
                moreCalls,
                CALLS,
                "wait until a drive has ended, or ask for less concurrency");
        require(
                "bytes of payload under way",
                payloadBytes,
                morePayloadBytes,
                PAYLOAD_BYTES,
                "ask for less concurrency or less payload");
        require(
                "channels",
                channels + namedChannels.getAsInt(),
                moreChannels,
                CHANNELS,
                "close named channels (CloseChannel), wait until a drive has ended, or ask for fewer");
        drives++;
        calls += moreCalls;
        channels += moreChannels;
        payloadBytes += morePayloadBytes;
        return new Share(moreCalls, morePayloadBytes, moreChannels);
    }

    private static void require(String what, long taken, long more, long most, String whatToDo) {
        if (taken + more > most) {
            throw LabStatus.exception(
                    Status.Code.RESOURCE_EXHAUSTED,
                    "CLIENT_LIMIT",
                    "this client has %,d %s and was asked for %,d more; allowed: %,d over all drives; %s"
                            .formatted(taken, what, more, most, whatToDo),
                    Map.of("limit", what, "taken", Long.toString(taken), "allowed", Long.toString(most)));
        }
    }

    /** What a drive has taken. */
    final class Share implements AutoCloseable {
        private final int calls;
        private final long payloadBytes;
        private int channels;

        private Share(int calls, long payloadBytes, int channels) {
            this.calls = calls;
            this.payloadBytes = payloadBytes;
            this.channels = channels;
        }

        /** Its channels are open under their name now, and are counted there: no longer here, too. */
        void channelsAreNamed() {
            synchronized (LoadLimits.this) {
                LoadLimits.this.channels -= channels;
                channels = 0;
            }
        }

        @Override
        public void close() {
            synchronized (LoadLimits.this) {
                drives--;
                LoadLimits.this.calls -= calls;
                LoadLimits.this.payloadBytes -= payloadBytes;
                LoadLimits.this.channels -= channels;
            }
        }
    }
}
