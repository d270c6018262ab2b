package sevenlayers.handshake;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.handshake.host.HostConnection;
import sevenlayers.handshake.host.InitialSequenceNumbers;
import sevenlayers.handshake.memory.Allowance;
import sevenlayers.handshake.network.Chance;
import sevenlayers.handshake.network.Packet;
import sevenlayers.handshake.play.Play;
import sevenlayers.handshake.play.PlaySettings;
import sevenlayers.handshake.play.PlaySink;
import sevenlayers.handshake.socket.CallResult;
import sevenlayers.handshake.socket.SocketCall;
import sevenlayers.handshake.tcp.TcpInfo;
import sevenlayers.handshake.tcp.TcpSettings;
import sevenlayers.handshake.tcp.TcpState;
import sevenlayers.handshake.tcp.TcpTimer;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.handshake.v1.Discarded;
import sevenlayers.handshake.v1.Done;
import sevenlayers.handshake.v1.IcmpError;
import sevenlayers.handshake.v1.PlayResponse;
import sevenlayers.handshake.v1.PlayStart;
import sevenlayers.handshake.v1.PlayState;
import sevenlayers.handshake.v1.Segment;
import sevenlayers.handshake.v1.TimerChange;
import sevenlayers.handshake.v1.TimerChanged;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.ipv4.Ipv4Address;
import sevenlayers.wire.ipv4.Ipv4Packet;
import sevenlayers.wire.tcp.TcpSegment;

/** A played host in messages: reads what is done to it, and says what it does. */
final class PlayedHost {
    private static final int HOST = Ipv4Address.parse("192.0.2.1");
    private static final int YOU = Ipv4Address.parse("192.0.2.2");
    private static final int LEAST_MTU = 68;
    private static final int USUAL_MTU = 1_500;

    private final PlaySettings settings;
    private final Consumer<PlayResponse> out;
    private final Play play;
    private long number = 1;

    private PlayedHost(PlaySettings settings, boolean timers, Allowance allowance, Consumer<PlayResponse> out) {
        this.settings = settings;
        this.out = out;
        play = new Play(settings, allowance, timers ? new TimersToo() : new Told());
    }

    static PlayedHost start(String field, PlayStart said, Allowance allowance, Consumer<PlayResponse> out) {
        Violations violations = new Violations();
        HostRules hosts = new HostRules(violations);
        TcpSettings tcp = hosts.read(field + ".settings", said.getSettings());
        int host = AddressRules.read(field + ".host_address", said.getHostAddress(), HOST, violations);
        int you = AddressRules.read(field + ".your_address", said.getYourAddress(), YOU, violations);
        violations.check(host != you, field + ".your_address", "it is the host's; allowed: another one");
        int mtu = said.hasMtu() ? said.getMtu() : USUAL_MTU;
        violations.range(field + ".mtu", mtu, LEAST_MTU, Ipv4Packet.MAXIMUM_LENGTH);
        violations.throwIfAny();
        InitialSequenceNumbers numbers = hosts.numbers(said.getSettings()).of("host", new Chance(said.getSeed()));
        return new PlayedHost(new PlaySettings(tcp, numbers, host, you, mtu), said.getTimers(), allowance, out);
    }

    Play play() {
        return play;
    }

    // ---- what is done to it

    void segment(String field, Segment said) {
        SegmentRules rules = new SegmentRules(new Violations());
        // As bytes, so that the host reads them as it would from a wire.
        play.packet(rules.packet(field, said, play, settings.yourAddress(), settings.hostAddress())
                .toBytes());
    }

    void packet(ByteString said) {
        play.packet(Bytes.wrap(said.toByteArray()));
    }

    void icmp(String field, IcmpError said) {
        play.icmp(new SegmentRules(new Violations()).icmp(field, said, play));
    }

    void call(long request, String field, sevenlayers.handshake.v1.SocketCall said) {
        Violations violations = new Violations();
        SocketCall call = new SocketRules(violations, settings.yourAddress()).read(field, said);
        violations.throwIfAny();
        play.call(request, call);
    }

    void info(String field, int fd) {
        TcpInfo info = play.info(fd);
        if (info == null) {
            new Violations()
                    .check(false, field, fd + " has no connection; allowed: a descriptor that has one")
                    .throwIfAny();
        } else {
            say(answer().setInfo(InfoMessages.info(info)));
        }
    }

    /** All that came of the request has been said; what happens from now on is the next one's. */
    void done(long request) {
        number = request;
        List<Long> waiting = play.waiting();
        say(answer().setDone(Done.newBuilder().addAllWaiting(waiting).setNextAtNanos(play.nextAtNanos())));
        number = request + 1;
    }

    // ---- what it does

    private PlayResponse.Builder answer() {
        return PlayResponse.newBuilder().setAtNanos(play.nowNanos()).setRequest(number);
    }

    private void say(PlayResponse.Builder answer) {
        out.accept(answer.build());
    }

    private class Told implements PlaySink {
        @Override
        public void sent(Packet packet, @Nullable HostConnection connection, Rule why) {
            PlayResponse.Builder answer = answer().setWhy(EventMessages.why(why));
            if (packet.ip().payload() instanceof TcpSegment segment) {
                answer.setSent(SegmentMessages.onTheWire(packet.ip(), segment, connection));
            } else {
                answer.setPacket(SegmentMessages.bytes(packet.ip().toBytes()));
            }
            say(answer);
        }

        @Override
        public void completed(long call, CallResult result) {
            say(answer().setResult(SocketMessages.result(call, result)));
        }

        @Override
        public void stateChanged(int fd, TcpState from, TcpState to, Rule why) {
            say(answer().setWhy(EventMessages.why(why))
                    .setState(PlayState.newBuilder()
                            .setFd(fd)
                            .setFrom(InfoMessages.state(from))
                            .setTo(InfoMessages.state(to))));
        }

        @Override
        public void discarded(Rule why) {
            say(answer().setWhy(EventMessages.why(why))
                    .setDiscarded(Discarded.newBuilder().setBecause(why.text())));
        }

        @Override
        public void malformed(String because) {
            say(answer().setDiscarded(Discarded.newBuilder().setBecause(because)));
        }
    }

    private final class TimersToo extends Told {
        @Override
        public void timerArmed(TcpTimer timer, long atNanos, Rule why) {
            timer(timer, TimerChange.TIMER_CHANGE_ARMED, atNanos, why);
        }

        @Override
        public void timerFired(TcpTimer timer, Rule why) {
            timer(timer, TimerChange.TIMER_CHANGE_FIRED, 0, why);
        }

        @Override
        public void timerCancelled(TcpTimer timer, Rule why) {
            timer(timer, TimerChange.TIMER_CHANGE_CANCELLED, 0, why);
        }

        private void timer(TcpTimer timer, TimerChange change, long atNanos, Rule why) {
            say(answer().setWhy(EventMessages.why(why))
                    .setTimer(TimerChanged.newBuilder()
                            .setTimer(timer.text())
                            .setChange(change)
                            .setFiresAtNanos(atNanos)));
        }
    }
}
