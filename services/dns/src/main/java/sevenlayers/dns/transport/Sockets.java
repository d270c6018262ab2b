package sevenlayers.dns.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Questions over real sockets, each over one of its own: a port is one more thing that a forger must guess (RFC 5452 §9.2). */
public final class Sockets implements Transport {
    private static final int MOST_OPEN = 2000;

    private final SelectorLoop loop;
    private final Optional<InetAddress> source;
    private final RandomGenerator random;
    private final Set<Asking> open = new HashSet<>();
    private final Queue<Asking> queued = new ArrayDeque<>();

    /**
     * @param loop on which all happens
     * @param source the address that questions come from; empty: whatever the system chooses
     * @param random for ports: what a forger must not foresee
     */
    public Sockets(SelectorLoop loop, Optional<InetAddress> source, RandomGenerator random) {
        this.loop = loop;
        this.source = source;
        this.random = random;
    }

    @Override
    public Exchange ask(Question question, Listener listener) {
        Asking asking = new Asking(question, listener);
        loop.execute(asking::begin);
        return () -> loop.execute(() -> asking.finish(Ending.CANCELLED));
    }

    /** The source for a server, if it has one of the same kind. */
    private Optional<InetAddress> sourceFor(InetAddress server) {
        return source.filter(address -> address.getAddress().length == server.getAddress().length);
    }

    private final class Asking {
        private final Question question;
        private final Listener listener;
        private final Loop.Timer patience;
        private @Nullable Line line;
        private boolean over;

        Asking(Question question, Listener listener) {
            this.question = question;
            this.listener = listener;
            this.patience = loop.after(question.patience(), () -> finish(Ending.TIMEOUT));
        }

        void begin() {
            if (over) {
                return;
            }
            if (open.size() >= MOST_OPEN) {
                queued.add(this);
                return;
            }
            open.add(this);
            try {
                line = switch (question.protocol()) {
                    case UDP ->
                        new UdpLine(loop, question, sourceFor(question.server().getAddress()), random, this::heard);
                    case TCP ->
                        new TcpLine(loop, question, sourceFor(question.server().getAddress()), this::heard);
                };
            } catch (IOException | RuntimeException e) {
                loop.execute(() -> finish(Ending.UNREACHABLE));
            }
        }

        private void heard(Line.News news) {
            if (over) {
                return;
            }
            switch (news) {
                case Line.News.Open open -> listener.sentFrom(open.port());
                case Line.News.Message message -> {
                    if (listener.heard(message.bytes(), question.server())) {
                        finish(Ending.ACCEPTED);
                    }
                }
                case Line.News.End end -> finish(end.ending());
            }
        }

        void finish(Ending ending) {
            if (over) {
                return;
            }
            over = true;
            patience.cancel();
            if (line != null) {
                line.close();
            }
            if (!open.remove(this)) {
                queued.remove(this);
            }
            listener.ended(ending);
            if (!queued.isEmpty() && open.size() < MOST_OPEN) {
                queued.remove().begin();
            }
        }
    }
}
