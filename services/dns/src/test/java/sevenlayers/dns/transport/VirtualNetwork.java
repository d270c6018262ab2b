package sevenlayers.dns.transport;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import sevenlayers.wire.Bytes;

/** A network in which time passes only when somebody says so: servers are functions, and every delay is exact. */
public final class VirtualNetwork implements Transport, Loop, InstantSource {

    /** A server: takes a question, and sends what it likes, when it likes. */
    public interface Server {
        void asked(Question question, Replies replies);
    }

    /** Where a server's replies go. */
    public interface Replies {
        /** A message from the server that was asked. */
        default Replies reply(Duration after, Bytes message) {
            return reply(after, message, asked());
        }

        /** A message from anybody. */
        Replies reply(Duration after, Bytes message, InetSocketAddress from);

        /** The end of the exchange: unreachable, or closed. */
        Replies end(Duration after, Ending ending);

        InetSocketAddress asked();
    }

    private record Event(Instant at, long number, Runnable what) {}

    private final Map<InetSocketAddress, Server> servers = new HashMap<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>((a, b) -> {
        int byTime = a.at.compareTo(b.at);
        return byTime != 0 ? byTime : Long.compare(a.number, b.number);
    });
    private Instant now;
    private long numbered;

    public VirtualNetwork(Instant start) {
        now = start;
    }

    /** Puts a server at an address. Where there is none, questions are lost. */
    public VirtualNetwork with(InetSocketAddress address, Server server) {
        servers.put(address, server);
        return this;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void execute(Runnable task) {
        at(Duration.ZERO, task);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        boolean[] cancelled = {false};
        at(delay, () -> {
            if (!cancelled[0]) {
                task.run();
            }
        });
        return () -> cancelled[0] = true;
    }

    @Override
    public Exchange ask(Question question, Listener listener) {
        Running running = new Running(question, listener);
        at(Duration.ZERO, () -> {
            Server server = servers.get(question.server());
            if (server != null && !running.over) {
                server.asked(question, running);
            }
        });
        at(question.patience(), () -> running.finish(Ending.TIMEOUT));
        return () -> at(Duration.ZERO, () -> running.finish(Ending.CANCELLED));
    }

    /** Lets time pass until nothing is to come. */
    public void run() {
        while (step(Instant.MAX)) {}
    }

    /** Lets so much time pass. */
    public void pass(Duration time) {
        Instant until = now.plus(time);
        while (step(until)) {}
        now = until;
    }

    /** Lets time pass until {@code done} says so, or nothing is to come. */
    public void runUntil(Supplier<Boolean> done) {
        while (!done.get() && step(Instant.MAX)) {}
    }

    private boolean step(Instant until) {
        Event next = events.peek();
        if (next == null || next.at.isAfter(until)) {
            return false;
        }
        events.remove();
        now = next.at;
        next.what.run();
        return true;
    }

    private void at(Duration after, Runnable what) {
        events.add(new Event(now.plus(after), numbered++, what));
    }

    private final class Running implements Replies {
        private final Question question;
        private final Listener listener;
        private boolean over;

        Running(Question question, Listener listener) {
            this.question = question;
            this.listener = listener;
        }

        @Override
        public Replies reply(Duration after, Bytes message, InetSocketAddress from) {
            at(after, () -> {
                if (!over && listener.heard(message, from)) {
                    finish(Ending.ACCEPTED);
                }
            });
            return this;
        }

        @Override
        public Replies end(Duration after, Ending ending) {
            at(after, () -> finish(ending));
            return this;
        }

        @Override
        public InetSocketAddress asked() {
            return question.server();
        }

        private void finish(Ending ending) {
            if (!over) {
                over = true;
                listener.ended(ending);
            }
        }
    }
}
