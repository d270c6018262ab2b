package sevenlayers.dns.resolve;

import static sevenlayers.dns.message.Records.name;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import sevenlayers.dns.cache.Cache;
import sevenlayers.dns.cache.Limits;
import sevenlayers.dns.message.Replies;
import sevenlayers.dns.trace.Event;
import sevenlayers.dns.trace.Outcome;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.dns.transport.Question;
import sevenlayers.dns.transport.VirtualNetwork;
import sevenlayers.wire.Bytes;

/** A network of servers that say what they are told to, a resolver in it, and a record of all that was asked. */
final class Internet {
    /** The address of the one root server. */
    static final String ROOT = "198.41.0.4";

    private static final Duration LATENCY = Duration.ofMillis(10);

    /** A server: by question ("www.example. A") what it replies; {@code *} stands for all others. */
    final class Server {
        private final String address;
        private final Map<String, UnaryOperator<Replies>> rules = new HashMap<>();
        private @Nullable BiConsumer<Question, VirtualNetwork.Replies> behaviour;

        Server(String address) {
            this.address = address;
        }

        Server on(String question, UnaryOperator<Replies> reply) {
            rules.put(question, reply);
            return this;
        }

        /** The name and all below it are somewhere else. */
        Server refers(String zone, String... servers) {
            rules.put("^" + zone, reply -> reply.referral(zone, servers));
            return this;
        }

        /** Whatever is asked, this happens. */
        Server behaves(BiConsumer<Question, VirtualNetwork.Replies> how) {
            behaviour = how;
            return this;
        }

        private void asked(Question question, VirtualNetwork.Replies replies) {
            Message message = message(question.message());
            Name name = message.getQuestion().getName();
            int type = message.getQuestion().getType();
            asked.add(address + " " + question.protocol() + " "
                    + name.toString().toLowerCase() + " " + Type.string(type));
            if (behaviour != null) {
                behaviour.accept(question, replies);
                return;
            }
            UnaryOperator<Replies> rule = rule(name, type);
            if (rule != null) {
                replies.reply(
                        LATENCY,
                        rule.apply(Replies.to(message.getHeader().getID(), name, type))
                                .bytes());
            }
        }

        private @Nullable UnaryOperator<Replies> rule(Name name, int type) {
            UnaryOperator<Replies> exact = rules.get(name.toString().toLowerCase() + " " + Type.string(type));
            if (exact != null) {
                return exact;
            }
            for (int cut = 0; cut < name.labels(); cut++) {
                UnaryOperator<Replies> referral =
                        rules.get("^" + new Name(name, cut).toString().toLowerCase());
                if (referral != null) {
                    return referral;
                }
            }
            return rules.get("*");
        }
    }

    final VirtualNetwork network = new VirtualNetwork(Instant.parse("2026-01-01T00:00:00Z"));
    final List<String> asked = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    final Cache cache;
    final Resolver resolver;

    Internet() {
        this(settings -> settings, Limits.DEFAULT);
    }

    Internet(Function<Settings, Settings> how, Limits limits) {
        cache = new Cache(network, limits);
        Settings settings = how.apply(Settings.DEFAULT.withMinimise(false));
        resolver = new Resolver(
                network,
                network,
                network,
                new Random(7),
                cache,
                new Hints(Map.of(name("a.root-servers.net."), List.of(address(ROOT)))),
                settings);
    }

    /** A server at an address; the root's is there already in spirit: it says who it is. */
    Server server(String address) {
        Server server = new Server(address);
        if (address.equals(ROOT)) {
            server.on(
                    ". NS",
                    reply -> reply.answer(". 86400 NS a.root-servers.net.")
                            .additional("a.root-servers.net. 86400 A " + ROOT));
        }
        network.with(new InetSocketAddress(address(address), 53), server::asked);
        return server;
    }

    /** Asks, and lets time pass until there is an answer. */
    Outcome resolve(String name, int type) {
        return resolve(name, type, Options.of(resolver.settings()));
    }

    Outcome resolve(String name, int type, Options options) {
        List<Outcome> outcome = new ArrayList<>();
        events.clear();
        resolver.resolve(name(name), type, options, (_, event) -> events.add(event), outcome::add);
        network.runUntil(() -> !outcome.isEmpty());
        if (outcome.size() != 1) {
            throw new AssertionError("one outcome was expected, and there were " + outcome);
        }
        return outcome.getFirst();
    }

    /** What was asked since the last call of this. */
    List<String> questions() {
        List<String> all = List.copyOf(asked);
        asked.clear();
        return all;
    }

    <T extends Event> List<T> events(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Message message(Bytes bytes) {
        try {
            return new Message(bytes.toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Replies reply(Question question) {
        Message message = message(question.message());
        return Replies.to(
                message.getHeader().getID(),
                message.getQuestion().getName(),
                message.getQuestion().getType());
    }

    static boolean tcp(Question question) {
        return question.protocol() == Protocol.TCP;
    }
}
