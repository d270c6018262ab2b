package sevenlayers.handshake;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import sevenlayers.handshake.v1.Accept;
import sevenlayers.handshake.v1.Advance;
import sevenlayers.handshake.v1.HostSettings;
import sevenlayers.handshake.v1.IcmpError;
import sevenlayers.handshake.v1.Ioctl;
import sevenlayers.handshake.v1.Listen;
import sevenlayers.handshake.v1.NonBlocking;
import sevenlayers.handshake.v1.Place;
import sevenlayers.handshake.v1.PlayRequest;
import sevenlayers.handshake.v1.PlayStart;
import sevenlayers.handshake.v1.Poll;
import sevenlayers.handshake.v1.PollEntry;
import sevenlayers.handshake.v1.Receive;
import sevenlayers.handshake.v1.Segment;
import sevenlayers.handshake.v1.Send;
import sevenlayers.handshake.v1.Shutdown;
import sevenlayers.handshake.v1.SocketCall;
import sevenlayers.handshake.v1.SocketOpen;
import sevenlayers.handshake.v1.SocketOption;
import sevenlayers.handshake.v1.TcpOption;

/** Requests at random: mostly such as belong together, some that nobody would make. */
final class HostilePlay {
    private static final String[] FLAGS = {
        "S", "S.", ".", ".", ".", "P.", "F.", "R", "R.", "SFRP.U", "", "U.", "E.", "W"
    };
    private static final String[] NAMES = {
        "TCP_NODELAY",
        "TCP_CORK",
        "TCP_MAXSEG",
        "TCP_KEEPIDLE",
        "TCP_USER_TIMEOUT",
        "TCP_QUICKACK",
        "TCP_CONGESTION",
        "X"
    };
    private static final String[] SOCKET_NAMES = {
        "SO_KEEPALIVE", "SO_RCVBUF", "SO_SNDBUF", "SO_LINGER", "SO_RCVLOWAT", "SO_OOBINLINE", "SO_ERROR", "SO_RCVTIMEO"
    };

    private final SplittableRandom chance;

    HostilePlay(SplittableRandom chance) {
        this.chance = chance;
    }

    List<PlayRequest> requests(int count) {
        List<PlayRequest> requests = new ArrayList<>();
        HostSettings.Builder settings = HostSettings.newBuilder()
                .setPreset(chance.nextBoolean() ? "linux" : "rfc")
                .setTimestamps(chance.nextBoolean());
        settings.getInitialSequenceNumberBuilder().setFixed(chance.nextBoolean() ? 1_000 : -20);
        requests.add(PlayRequest.newBuilder()
                .setStart(PlayStart.newBuilder().setSettings(settings).setTimers(chance.nextBoolean()))
                .build());
        requests.add(
                call(SocketCall.newBuilder().setSocket(SocketOpen.newBuilder().setNonBlocking(chance.nextBoolean()))));
        requests.add(
                call(SocketCall.newBuilder().setBind(Place.newBuilder().setFd(3).setPort(80))));
        requests.add(call(
                SocketCall.newBuilder().setListen(Listen.newBuilder().setFd(3).setBacklog(2))));
        for (int i = 0; i < count; i++) {
            requests.add(request());
        }
        return requests;
    }

    private PlayRequest request() {
        return switch (chance.nextInt(10)) {
            case 0, 1, 2, 3 -> PlayRequest.newBuilder().setSegment(segment()).build();
            case 4 -> PlayRequest.newBuilder().setPacket(bytes(60)).build();
            case 5 ->
                PlayRequest.newBuilder()
                        .setIcmp(IcmpError.newBuilder()
                                .setType(chance.nextInt(3) == 0 ? 3 : 11)
                                .setCode(chance.nextInt(16))
                                .setNextHopMtu(chance.nextInt(1_600))
                                .setQuoted(
                                        Segment.newBuilder().setSourcePort(80).setDestinationPort(50_000)))
                        .build();
            case 6 ->
                PlayRequest.newBuilder()
                        .setAdvance(
                                chance.nextInt(4) == 0
                                        ? Advance.newBuilder().setUntilSomething(true)
                                        : Advance.newBuilder().setByNanos(chance.nextLong(2_000_000_000L)))
                        .build();
            default -> call(call());
        };
    }

    private Segment segment() {
        Segment.Builder segment = Segment.newBuilder()
                .setFlags(FLAGS[chance.nextInt(FLAGS.length)])
                .setSequence(chance.nextInt(4) == 0 ? chance.nextInt() : chance.nextInt(3))
                .setAcknowledgment(chance.nextInt(4) == 0 ? chance.nextInt() : 1_000 + chance.nextInt(3))
                .setWindow(chance.nextInt(3) == 0 ? 0 : chance.nextInt(65_536))
                .setUrgentPointer(chance.nextInt(5));
        if (chance.nextBoolean()) {
            segment.setPayload(bytes(40));
        }
        if (chance.nextInt(4) == 0) {
            segment.addOptions(TcpOption.newBuilder().setRaw(bytes(12)));
        }
        if (chance.nextInt(4) == 0) {
            segment.addOptions(TcpOption.newBuilder().setMaximumSegmentSize(chance.nextInt(65_536)));
        }
        return segment.build();
    }

    private SocketCall.Builder call() {
        int fd = 3 + chance.nextInt(3);
        SocketCall.Builder call = SocketCall.newBuilder();
        return switch (chance.nextInt(14)) {
            case 0 -> call.setSocket(SocketOpen.newBuilder().setNonBlocking(chance.nextBoolean()));
            case 1 -> call.setBind(Place.newBuilder().setFd(fd).setPort(chance.nextInt(3)));
            case 2 -> call.setListen(Listen.newBuilder().setFd(fd).setBacklog(chance.nextInt(4) - 1));
            case 3 -> call.setAccept(Accept.newBuilder().setFd(fd).setNonBlocking(chance.nextBoolean()));
            case 4 -> call.setConnect(Place.newBuilder().setFd(fd).setPort(chance.nextInt(3)));
            case 5 ->
                call.setSend(Send.newBuilder()
                        .setFd(fd)
                        .setLength(chance.nextInt(300_000))
                        .addFlags(chance.nextBoolean() ? "MSG_DONTWAIT" : "MSG_OOB"));
            case 6 ->
                call.setSend(Send.newBuilder().setFd(fd).addData(bytes(50)).addFlags("MSG_DONTWAIT"));
            case 7 ->
                call.setReceive(Receive.newBuilder()
                        .setFd(fd)
                        .addSizes(chance.nextInt(1_000))
                        .addFlags(chance.nextBoolean() ? "MSG_DONTWAIT" : "MSG_WAITALL"));
            case 8 ->
                call.setPoll(Poll.newBuilder()
                        .addEntries(PollEntry.newBuilder()
                                .setFd(fd)
                                .addEvents("POLLIN")
                                .addEvents("POLLPRI"))
                        .setTimeoutMillis(chance.nextInt(100)));
            case 9 -> call.setShutdown(Shutdown.newBuilder().setFd(fd).setHow("SHUT_WR"));
            case 10 -> call.setClose(fd);
            case 11 -> call.setIoctl(Ioctl.newBuilder().setFd(fd).setRequest("SIOCOUTQ"));
            case 12 -> call.setNonBlocking(NonBlocking.newBuilder().setFd(fd).setOn(true));
            default -> call.setSetOption(option(fd));
        };
    }

    private SocketOption.Builder option(int fd) {
        boolean tcp = chance.nextBoolean();
        SocketOption.Builder option = SocketOption.newBuilder()
                .setFd(fd)
                .setLevel(tcp ? "SOL_TCP" : "SOL_SOCKET")
                .setName(tcp ? NAMES[chance.nextInt(NAMES.length)] : SOCKET_NAMES[chance.nextInt(SOCKET_NAMES.length)]);
        return switch (chance.nextInt(4)) {
            case 0 -> option.setText("reno");
            case 1 -> option.setLingerSeconds(chance.nextInt(3) - 1);
            case 2 -> option.setMicros(chance.nextInt(1_000_000));
            default -> option.setNumber(chance.nextInt(5) == 0 ? chance.nextInt() : chance.nextInt(200));
        };
    }

    private static PlayRequest call(SocketCall.Builder call) {
        return PlayRequest.newBuilder().setCall(call).build();
    }

    private ByteString bytes(int most) {
        byte[] bytes = new byte[chance.nextInt(most)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) chance.nextInt();
        }
        return ByteString.copyFrom(bytes);
    }
}
