package sevenlayers.dns.resolve;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import sevenlayers.dns.message.Reason;
import sevenlayers.dns.reply.Asked;
import sevenlayers.dns.reply.Classifier;
import sevenlayers.dns.reply.Judgement;
import sevenlayers.dns.reply.Reply;
import sevenlayers.dns.trace.Event;
import sevenlayers.dns.transport.Ending;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.dns.transport.Question;
import sevenlayers.dns.transport.Transport;
import sevenlayers.wire.Bytes;

/** One message to one server, and what comes back. */
final class Exchange implements Transport.Listener {

    /** How it ended. */
    sealed interface End {
        /** There was a reply. */
        record Replied(Judgement judgement, Duration after) implements End {}

        /** There was none. */
        record Silent(Ending ending, Duration after) implements End {}

        /** So many messages pretended to be the reply that one of them would be right some day. */
        record Besieged() implements End {}
    }

    private final Task task;
    private final int depth;
    private final Event.Candidate server;
    private final Protocol protocol;
    private final Asked asked;
    private final Consumer<End> done;
    private final Instant began;
    private Transport.@Nullable Exchange running;
    private @Nullable Judgement judgement;
    private int forgeries;
    private int port;

    private Exchange(Task task, int depth, Event.Candidate server, Protocol protocol, Asked asked, Consumer<End> done) {
        this.task = task;
        this.depth = depth;
        this.server = server;
        this.protocol = protocol;
        this.asked = asked;
        this.done = done;
        this.began = task.now();
    }

    /**
     * Asks.
     *
     * @param zone for which the server is asked
     * @param attempt 1 for the first question of this kind to this server
     */
    static void begin(
            Task task,
            int depth,
            Event.Candidate server,
            Name zone,
            Key key,
            Protocol protocol,
            boolean edns,
            int attempt,
            Reason why,
            Consumer<End> done) {
        Query query = Query.random(
                key.name(),
                key.type(),
                task.options.mixedCase() && protocol == Protocol.UDP,
                edns ? task.options.ednsSize() : 0,
                task.means.random());
        Asked asked = new Asked(
                server.address(),
                protocol,
                query.id(),
                query.name(),
                key.name(),
                query.type(),
                zone,
                edns,
                Asked.Authority.SERVER);
        Exchange exchange = new Exchange(task, depth, server, protocol, asked, done);
        Bytes message = query.bytes();
        Duration patience = exchange.patience(attempt);
        task.tell(
                depth,
                new Event.Sent(
                        server,
                        protocol,
                        query.id(),
                        query.name(),
                        query.type(),
                        edns,
                        attempt,
                        message.length(),
                        patience,
                        why));
        exchange.running =
                task.means.transport().ask(new Question(server.address(), protocol, message, patience), exchange);
    }

    private Duration patience(int attempt) {
        Duration wanted = protocol == Protocol.TCP
                ? Duration.ofSeconds(3)
                : task.means
                        .book()
                        .patience(
                                server.address(),
                                attempt - 1,
                                task.means.settings().firstPatience());
        Duration left = task.timeLeft();
        Duration shorter = wanted.compareTo(left) < 0 ? wanted : left;
        return shorter.isPositive() ? shorter : Duration.ofMillis(1);
    }

    @Override
    public void sentFrom(int ours) {
        port = ours;
    }

    @Override
    public boolean heard(Bytes message, InetSocketAddress from) {
        Judgement heard = Classifier.judge(asked, message, from);
        task.tell(depth, new Event.Heard(server, from, port, protocol, elapsed(), message.length(), heard.reply()));
        if (heard.reply() instanceof Reply.Foreign) {
            if (++forgeries == Settings.MOST_FORGERIES && running != null) {
                running.cancel();
            }
            return false;
        }
        judgement = heard;
        return true;
    }

    @Override
    public void ended(Ending ending) {
        if (judgement != null) {
            done.accept(new End.Replied(judgement, elapsed()));
        } else if (forgeries >= Settings.MOST_FORGERIES) {
            done.accept(new End.Besieged());
        } else {
            task.tell(depth, new Event.Unanswered(server, protocol, elapsed(), ending, why(ending)));
            done.accept(new End.Silent(ending, elapsed()));
        }
    }

    private Duration elapsed() {
        return Duration.between(began, task.now());
    }

    private static Reason why(Ending ending) {
        return switch (ending) {
            case TIMEOUT -> Reason.rfc(1035, "4.2.1", "the question or its reply was lost, or the server is down");
            case UNREACHABLE -> Reason.rfc(1122, "4.2.3.9", "the network says that nobody is there");
            case CLOSED -> Reason.rfc(7766, "6.2.4", "the server closed the connection without an answer");
            case CANCELLED -> Reason.own("it was given up");
            case ACCEPTED -> Reason.own("a reply was accepted");
        };
    }
}
