package sevenlayers.client.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** A DNS server with a few records, over UDP. */
public final class FakeDns implements AutoCloseable {
    private final DatagramSocket socket;
    private final List<Record> records = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    public FakeDns() throws SocketException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("fake-dns").start(this::serve);
    }

    /** These are its records from now on, as master files have them: {@code node.lab. 5 A 127.0.0.1}. */
    public FakeDns has(String... lines) {
        List<Record> all = new java.util.ArrayList<>();
        try {
            for (String line : lines) {
                String[] words = line.split(" ", 4);
                all.add(Record.fromString(
                        Name.fromString(words[0]),
                        Type.value(words[2]),
                        org.xbill.DNS.DClass.IN,
                        Long.parseLong(words[1]),
                        words[3],
                        Name.root));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        records.clear();
        records.addAll(all);
        return this;
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** What it was asked, {@code node.lab. A}. */
    public List<String> asked() {
        return asked;
    }

    private void serve() {
        byte[] room = new byte[4096];
        while (true) {
            DatagramPacket packet = new DatagramPacket(room, room.length);
            try {
                socket.receive(packet);
                byte[] reply = answer(new Message(java.util.Arrays.copyOf(room, packet.getLength())));
                socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private byte[] answer(Message query) throws TextParseException {
        Record question = query.getQuestion();
        asked.add(question.getName() + " " + Type.string(question.getType()));
        Message reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.addRecord(question, Section.QUESTION);
        boolean exists = false;
        for (Record record : records) {
            exists |= record.getName().equals(question.getName());
            if (record.getName().equals(question.getName()) && record.getType() == question.getType()) {
                reply.addRecord(record, Section.ANSWER);
            }
        }
        reply.getHeader().setRcode(exists ? Rcode.NOERROR : Rcode.NXDOMAIN);
        return reply.toWire();
    }

    @Override
    public void close() {
        socket.close();
    }
}
