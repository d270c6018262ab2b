package sevenlayers.client.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import sevenlayers.chassis.names.Names;

/**
 * Asks one DNS server which addresses a name has. Without a port the name's SRV records are asked for first ({@code _grpc._tcp.NAME}, RFC
 * 2782): an A record has no room for one.
 *
 * @param names says where the server is
 */
record DnsLookUp(Target target, Nameserver server, Names names) {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int TRIES = 2;

    /** What came of it. */
    sealed interface Answer {
        /**
         * There are some.
         *
         * @param ttl seconds that all of this holds
         */
        record Addresses(List<InetSocketAddress> addresses, long ttl) implements Answer {}

        /** There are none; why, in a sentence. */
        record None(String why) implements Answer {}
    }

    /** Asks now, and waits for the answer. */
    Answer now() {
        try {
            Collected collected = new Collected();
            if (target.port() == 0) {
                services(collected);
            } else {
                addresses(Name.fromString(target.host(), Name.root), target.port(), collected);
            }
            return collected.found.isEmpty()
                    ? new Answer.None(server + " says that " + target.host() + " has no address"
                            + (target.port() == 0 ? " by SRV records; with a port its A records are asked for" : "")
                            + collected.rcode())
                    : new Answer.Addresses(List.copyOf(collected.found), collected.ttl);
        } catch (UnknownHostException e) {
            return new Answer.None("the DNS server " + server + " of the target has no address");
        } catch (IOException e) {
            return new Answer.None("the DNS server " + server + " does not answer: " + e.getMessage());
        }
    }

    /** RFC 2782: those of the lowest priority are to be used as long as there are any. */
    private void services(Collected collected) throws IOException {
        List<SRVRecord> services = new ArrayList<>();
        Name name = Name.fromString("_grpc._tcp." + target.host(), Name.root);
        for (Record record : ask(name, Type.SRV, collected)) {
            if (record instanceof SRVRecord service) {
                services.add(service);
            }
        }
        int lowest = services.stream().mapToInt(SRVRecord::getPriority).min().orElse(0);
        for (SRVRecord service : services) {
            if (service.getPriority() == lowest) {
                addresses(service.getTarget(), service.getPort(), collected);
            }
        }
    }

    private void addresses(Name name, int port, Collected collected) throws IOException {
        for (int type : new int[] {Type.A, Type.AAAA}) {
            for (Record record : ask(name, type, collected)) {
                if (record instanceof ARecord a) {
                    collected.add(a.getAddress(), port);
                } else if (record instanceof AAAARecord aaaa) {
                    collected.add(aaaa.getAddress(), port);
                }
            }
        }
    }

    private List<Record> ask(Name name, int type, Collected collected) throws IOException {
        Message reply = send(Message.newQuery(Record.newRecord(name, type, DClass.IN)));
        collected.rcode = reply.getRcode();
        List<Record> answer = reply.getSection(Section.ANSWER);
        answer.forEach(record -> collected.ttl = Math.min(collected.ttl, record.getTTL()));
        return answer;
    }

    private Message send(Message query) throws IOException {
        IOException last = new UnknownHostException(server.host());
        List<InetSocketAddress> addresses = names.lookUp(server.host(), server.port());
        for (int attempt = 0; attempt < TRIES; attempt++) {
            for (InetSocketAddress address : addresses) {
                try {
                    SimpleResolver resolver = new SimpleResolver(address);
                    resolver.setTimeout(PATIENCE);
                    return resolver.send(query);
                } catch (IOException e) {
                    last = e;
                }
            }
        }
        throw last;
    }

    /** What was found so far. */
    private static final class Collected {
        private final List<InetSocketAddress> found = new ArrayList<>();
        private long ttl = Long.MAX_VALUE;
        private int rcode;

        void add(InetAddress address, int port) {
            InetSocketAddress each = new InetSocketAddress(address, port);
            if (!found.contains(each)) {
                found.add(each);
            }
        }

        String rcode() {
            return rcode == Rcode.NOERROR ? "" : " (" + Rcode.string(rcode) + ")";
        }
    }
}
