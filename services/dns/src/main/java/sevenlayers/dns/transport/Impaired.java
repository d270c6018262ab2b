package sevenlayers.dns.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import sevenlayers.wire.Bytes;

/** Makes links to some servers bad: over UDP messages are lost or late, over TCP they are late, and so is the handshake. */
public final class Impaired implements Transport {
    /*
     * Each link has a random stream of its own, and each question takes two numbers of it, for itself and for its reply, whatever becomes of
     * it: so the same seed and the same questions lose the same messages, and other links do not matter.
     */

    /**
     * How bad a link is.
     *
     * @param questionLoss how many questions are lost, 0 to 1
     * @param replyLoss how many replies are lost, 0 to 1
     * @param delay what each way takes longer
     * @param seed for the chance
     */
    public record Link(double questionLoss, double replyLoss, Duration delay, long seed) {
        public Link {
            if (!(questionLoss >= 0 && questionLoss <= 1 && replyLoss >= 0 && replyLoss <= 1)) {
                throw new IllegalArgumentException("a loss is 0 to 1, not " + questionLoss + " or " + replyLoss);
            }
            if (delay.isNegative()) {
                throw new IllegalArgumentException("a delay is not negative");
            }
        }

        boolean good() {
            return questionLoss == 0 && replyLoss == 0 && delay.isZero();
        }
    }

    private static final class Bad {
        final Link link;
        final RandomGenerator random;

        Bad(Link link) {
            this.link = link;
            this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(link.seed());
        }
    }

    private final Transport inner;
    private final Loop loop;
    private final Map<InetAddress, Bad> links = new ConcurrentHashMap<>();

    public Impaired(Transport inner, Loop loop) {
        this.inner = inner;
        this.loop = loop;
    }

    /** Sets the link to a server, its chance from the beginning. */
    public void set(InetAddress server, Link link) {
        if (link.good()) {
            links.remove(server);
        } else {
            links.put(server, new Bad(link));
        }
    }

    public Optional<Link> link(InetAddress server) {
        return Optional.ofNullable(links.get(server)).map(bad -> bad.link);
    }

    /** All links that are bad, by the server's address. */
    public Map<String, Link> all() {
        Map<String, Link> all = new TreeMap<>();
        links.forEach((server, bad) -> all.put(server.getHostAddress(), bad.link));
        return all;
    }

    public void clear() {
        links.clear();
    }

    @Override
    public Exchange ask(Question question, Listener listener) {
        @Nullable Bad bad = links.get(question.server().getAddress());
        if (bad == null) {
            return inner.ask(question, listener);
        }
        boolean udp = question.protocol() == Protocol.UDP;
        double first = bad.random.nextDouble();
        double second = bad.random.nextDouble();
        boolean questionLost = udp && first < bad.link.questionLoss();
        boolean replyLost = udp && second < bad.link.replyLoss();
        return new Slow(question, listener, bad.link.delay(), questionLost, replyLost);
    }

    /** An exchange over a bad link. Its own patience decides when it is over, since the inner one's does not know of the delays. */
    private final class Slow implements Exchange, Listener {
        private final Listener listener;
        private final Duration delay;
        private final boolean replyLost;
        private final Queue<Runnable> onTheWay = new ArrayDeque<>();
        private final Loop.Timer patience;
        private @Nullable Exchange running;
        private boolean over;

        Slow(Question question, Listener listener, Duration delay, boolean questionLost, boolean replyLost) {
            this.listener = listener;
            this.delay = delay;
            this.replyLost = replyLost;
            this.patience = loop.after(question.patience(), () -> finish(Ending.TIMEOUT));
            if (!questionLost) {
                // RFC 9293 §3.5: over TCP the SYN and its answer cross the link before the question does.
                Duration there = question.protocol() == Protocol.TCP ? delay.multipliedBy(3) : delay;
                var _ = loop.after(there, () -> {
                    if (!over) {
                        running = inner.ask(question, this);
                    }
                });
            }
        }

        @Override
        public void sentFrom(int port) {
            listener.sentFrom(port);
        }

        @Override
        public boolean heard(Bytes message, InetSocketAddress from) {
            if (!replyLost) {
                later(() -> {
                    if (!over && listener.heard(message, from)) {
                        finish(Ending.ACCEPTED);
                    }
                });
            }
            return false;
        }

        @Override
        public void ended(Ending ending) {
            if (ending != Ending.TIMEOUT && ending != Ending.CANCELLED) {
                later(() -> finish(ending));
            }
        }

        /** In the order in which it happened, since timers of one length keep theirs. */
        private void later(Runnable what) {
            onTheWay.add(what);
            var _ = loop.after(delay, () -> onTheWay.remove().run());
        }

        @Override
        public void cancel() {
            loop.execute(() -> finish(Ending.CANCELLED));
        }

        private void finish(Ending ending) {
            if (over) {
                return;
            }
            over = true;
            patience.cancel();
            if (running != null) {
                running.cancel();
            }
            listener.ended(ending);
        }
    }
}
