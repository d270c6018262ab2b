package sevenlayers.dns.transport;

import java.net.InetSocketAddress;
import java.util.Map;
import sevenlayers.wire.Bytes;

/**
 * Sends questions for some addresses elsewhere: where a machine has one loopback address only, several servers share it on different ports,
 * which an A record cannot say.
 */
public final class Redirected implements Transport {
    private final Transport inner;
    private final Map<InetSocketAddress, InetSocketAddress> elsewhere;

    /** @param elsewhere where an address really is */
    public Redirected(Transport inner, Map<InetSocketAddress, InetSocketAddress> elsewhere) {
        this.inner = inner;
        this.elsewhere = Map.copyOf(elsewhere);
    }

    @Override
    public Exchange ask(Question question, Listener listener) {
        InetSocketAddress said = question.server();
        InetSocketAddress real = elsewhere.getOrDefault(said, said);
        Question there = new Question(real, question.protocol(), question.message(), question.patience());
        return inner.ask(there, new Listener() {
            @Override
            public void sentFrom(int port) {
                listener.sentFrom(port);
            }

            @Override
            public boolean heard(Bytes message, InetSocketAddress from) {
                return listener.heard(message, from.equals(real) ? said : from);
            }

            @Override
            public void ended(Ending ending) {
                listener.ended(ending);
            }
        });
    }
}
