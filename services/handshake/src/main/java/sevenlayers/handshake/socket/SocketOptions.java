package sevenlayers.handshake.socket;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.host.IpChoices;
import sevenlayers.handshake.tcp.TcpSettings;

/** What {@code setsockopt} has set on a socket, and what an accepted one has from its listener. In the units of the calls. */
final class SocketOptions {
    private static final long MICROSECOND = 1_000;
    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    /** Linux's {@code rmem_max} and {@code wmem_max}. */
    private static final int MOST_BUFFER = 212_992;

    private static final int LEAST_RECEIVE_BUFFER = 2_304;
    private static final int LEAST_SEND_BUFFER = 4_608;

    boolean reuseAddress;
    boolean reusePort;
    boolean keepalive;
    int lingerSeconds = -1;
    /** As {@code getsockopt} says it: twice what was asked for, since the kernel keeps its own records in it; 0: as the host has it. */
    int receiveBuffer;

    int sendBuffer;
    int receiveLowWater = 1;
    long receiveTimeoutMicros;
    long sendTimeoutMicros;
    boolean outOfBandInline;
    boolean broadcast;
    int priority;
    int timeToLive = IpChoices.DEFAULT.timeToLive();
    int typeOfService;
    boolean noDelay;
    boolean cork;
    int maximumSegment;
    int keepaliveIdleSeconds;
    int keepaliveIntervalSeconds;
    int keepaliveProbes;
    int userTimeoutMillis;
    boolean quickAck = true;

    @Nullable
    String congestionControl;

    int synRetries;
    int finWait2Seconds;

    SocketOptions() {}

    /** For an accepted socket. */
    SocketOptions copy() {
        SocketOptions copy = new SocketOptions();
        copy.reuseAddress = reuseAddress;
        copy.reusePort = reusePort;
        copy.keepalive = keepalive;
        copy.lingerSeconds = lingerSeconds;
        copy.receiveBuffer = receiveBuffer;
        copy.sendBuffer = sendBuffer;
        copy.receiveLowWater = receiveLowWater;
        copy.receiveTimeoutMicros = receiveTimeoutMicros;
        copy.sendTimeoutMicros = sendTimeoutMicros;
        copy.outOfBandInline = outOfBandInline;
        copy.broadcast = broadcast;
        copy.priority = priority;
        copy.timeToLive = timeToLive;
        copy.typeOfService = typeOfService;
        copy.noDelay = noDelay;
        copy.cork = cork;
        copy.maximumSegment = maximumSegment;
        copy.keepaliveIdleSeconds = keepaliveIdleSeconds;
        copy.keepaliveIntervalSeconds = keepaliveIntervalSeconds;
        copy.keepaliveProbes = keepaliveProbes;
        copy.userTimeoutMillis = userTimeoutMillis;
        copy.quickAck = quickAck;
        copy.congestionControl = congestionControl;
        copy.synRetries = synRetries;
        copy.finWait2Seconds = finWait2Seconds;
        return copy;
    }

    /** How the host's TCP behaves for this socket. */
    TcpSettings over(TcpSettings host) {
        TcpSettings.Builder with = host.with()
                .keepalive(keepalive || host.keepalive())
                .nagle(host.nagle() && !noDelay)
                .userTimeoutNanos(userTimeoutMillis > 0 ? userTimeoutMillis * MILLISECOND : host.userTimeoutNanos())
                .keepaliveIdleNanos(keepaliveIdleNanos(host))
                .keepaliveIntervalNanos(keepaliveIntervalNanos(host))
                .keepaliveProbes(keepaliveProbes(host));
        if (congestionControl != null) {
            with.congestionControl(congestionControl);
        }
        if (maximumSegment > 0) {
            with.maximumSegmentSize(maximumSegment);
        }
        if (synRetries > 0) {
            with.synRetries(synRetries);
        }
        if (finWait2Seconds > 0) {
            with.finWait2TimeoutNanos(finWait2Seconds * SECOND);
        }
        return with.receiveBufferBytes(receiveBufferBytes(host))
                .sendBufferBytes(sendBufferBytes(host))
                .build();
    }

    int receiveBufferBytes(TcpSettings host) {
        return receiveBuffer > 0 ? receiveBuffer / 2 : host.receiveBufferBytes();
    }

    int sendBufferBytes(TcpSettings host) {
        return sendBuffer > 0 ? sendBuffer / 2 : host.sendBufferBytes();
    }

    void receiveBuffer(long asked) {
        receiveBuffer = (int) Math.max(LEAST_RECEIVE_BUFFER, 2 * Math.clamp(asked, 0, MOST_BUFFER));
    }

    void sendBuffer(long asked) {
        sendBuffer = (int) Math.max(LEAST_SEND_BUFFER, 2 * Math.clamp(asked, 0, MOST_BUFFER));
    }

    long keepaliveIdleNanos(TcpSettings host) {
        return keepaliveIdleSeconds > 0 ? keepaliveIdleSeconds * SECOND : host.keepaliveIdleNanos();
    }

    long keepaliveIntervalNanos(TcpSettings host) {
        return keepaliveIntervalSeconds > 0 ? keepaliveIntervalSeconds * SECOND : host.keepaliveIntervalNanos();
    }

    int keepaliveProbes(TcpSettings host) {
        return keepaliveProbes > 0 ? keepaliveProbes : host.keepaliveProbes();
    }

    IpChoices ip() {
        return new IpChoices(timeToLive, typeOfService >>> 2, IpChoices.DEFAULT.options());
    }

    /** 0: for ever. */
    long receiveTimeoutNanos() {
        return receiveTimeoutMicros * MICROSECOND;
    }

    long sendTimeoutNanos() {
        return sendTimeoutMicros * MICROSECOND;
    }

    /** 0: {@code close} does not wait. */
    Duration linger() {
        return Duration.ofSeconds(Math.max(0, lingerSeconds));
    }
}
